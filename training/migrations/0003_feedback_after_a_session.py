import django.db.models.deletion
import kit.clock
import training.models.feedback
import training.models.session
from django.conf import settings
from django.db import migrations, models


def give_codes(apps, schema_editor):
    """A code of its own for the form of every session there is."""
    Session = apps.get_model("training", "Session")
    for pk in Session.objects.values_list("pk", flat=True):
        Session.objects.filter(pk=pk).update(feedback_code=training.models.session.new_door_code())


class Migration(migrations.Migration):

    dependencies = [
        ('cohorts', '0004_mark_years_from_before'),
        ('training', '0002_door_code'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("session", "feedback_code", models.CharField(default="", max_length=12), preserve_default=False),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField(
            "session",
            "feedback_code",
            models.CharField(default=training.models.session.new_door_code, max_length=12, unique=True),
        ),
        migrations.CreateModel(
            name='FeedbackSheet',
            fields=[
                ('id', models.BigIntegerField(default=training.models.feedback.drawn_number, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField(default=kit.clock.today)),
                ('is_from_paper', models.BooleanField(default=False)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedback_sheets', to='training.session')),
            ],
        ),
        migrations.CreateModel(
            name='FeedbackAnswer',
            fields=[
                ('hidden_at', models.DateTimeField(blank=True, null=True)),
                ('hidden_reason', models.CharField(blank=True, max_length=300)),
                ('id', models.BigIntegerField(default=training.models.feedback.drawn_number, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('asked', models.CharField(max_length=200)),
                ('value', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'Strongly disagree'), (2, 'Disagree'), (3, 'Neither'), (4, 'Agree'), (5, 'Strongly agree')], null=True)),
                ('text', models.TextField(blank=True, max_length=1000)),
                ('hidden_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedback_answers', to='training.session')),
            ],
            options={
                'ordering': ['number', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('value__isnull', True), models.Q(('text', ''), _negated=True)), models.Q(('text', ''), ('value__range', (1, 5))), _connector='OR'), name='feedback_answer_is_a_point_or_words')],
            },
        ),
        migrations.CreateModel(
            name='FeedbackQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('scale', 'On five points'), ('text', 'In their own words')], default='scale', max_length=5)),
                ('text', models.CharField(max_length=200)),
                ('cohort', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='feedback_questions', to='cohorts.cohort')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('cohort', 'number'), name='feedback_question_number_once'), models.UniqueConstraint(condition=models.Q(('cohort', None)), fields=('number',), name='feedback_question_of_programme_once'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='feedback_question_says_something')],
            },
        ),
    ]
