"""The themes a portal begins with."""

from django.db import migrations


def write(apps, schema_editor):
    from evaluation.ten_themes import TEN

    Theme = apps.get_model("evaluation", "Theme")
    names = ("title", "about", "not_yet", "emerging", "developing", "embedded")
    Theme.objects.bulk_create(
        Theme(number=number, **dict(zip(names, theme, strict=True))) for number, theme in enumerate(TEN, 1)
    )


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_initial")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
