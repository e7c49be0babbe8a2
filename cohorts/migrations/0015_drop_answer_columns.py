from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('cohorts', '0014_answers_from_columns'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='application',
            name='current_practice',
        ),
        migrations.RemoveField(
            model_name='application',
            name='see_hear_feel',
        ),
        migrations.RemoveField(
            model_name='application',
            name='why_now',
        ),
    ]
