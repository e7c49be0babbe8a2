from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('schools', '0002_trust_viewers_and_agreements'),
    ]

    operations = [
        migrations.AlterField(
            model_name='registerimport',
            name='kind',
            field=models.CharField(choices=[('register', 'Register of schools'), ('contacts', 'Contact addresses'), ('graduate', 'Graduates of past years')], default='register', max_length=8),
        ),
    ]
