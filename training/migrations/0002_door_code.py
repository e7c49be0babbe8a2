from django.db import migrations, models

import training.models


def give_codes(apps, schema_editor):
    """A code of its own for every session there is."""
    Session = apps.get_model("training", "Session")
    for pk in Session.objects.values_list("pk", flat=True):
        Session.objects.filter(pk=pk).update(door_code=training.models.new_door_code())


class Migration(migrations.Migration):

    dependencies = [
        ("training", "0001_initial"),
    ]

    operations = [
        migrations.AddField("attendance", "door_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("mark", "at_door", models.BooleanField(default=False)),
        migrations.AddField("session", "door_code", models.CharField(default="", max_length=12), preserve_default=False),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField(
            "session", "door_code", models.CharField(default=training.models.new_door_code, max_length=12, unique=True)
        ),
    ]
