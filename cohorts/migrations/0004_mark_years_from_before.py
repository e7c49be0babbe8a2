from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cohorts', '0003_criteria_and_reviews'),
    ]

    operations = [
        migrations.AddField(
            model_name='cohort',
            name='is_from_before',
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name='cohort',
            constraint=models.CheckConstraint(condition=models.Q(('is_from_before', False), ('state', 'closed'), _connector='OR'), name='from_before_is_closed'),
        ),
    ]
