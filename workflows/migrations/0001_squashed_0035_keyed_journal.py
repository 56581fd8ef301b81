"""Procedures, dossiers with their tasks, the journal and what is owed.

A new site begins here. One of before goes by the single steps that this replaces (docs/decisions/0027).
"""

import uuid

import django.db.models.deletion
import django.utils.timezone
import django_fsm
import viewflow.workflow.fields
import viewflow.workflow.token
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

import protection.fields
from foundation.first_tables import FirstTables
from workflows.journal import triggers
from workflows.procedure import frozen_versions


class Trigrams(TrigramExtension):
    """Also to be undone on SQLite, where Django's own operation asks for PostgreSQL's catalogue."""

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)


def index_parts(apps, schema_editor):
    """PostgreSQL finds any part of a code or name by trigrams; SQLite, for trials and small sites, reads through."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE INDEX dossier_search_parts ON workflows_dossier USING gin (search gin_trgm_ops)")


def forget_parts(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX dossier_search_parts")


def install(apps, schema_editor):
    frozen_versions.install(schema_editor.connection)
    triggers.install(schema_editor.connection)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection)
    frozen_versions.remove(schema_editor.connection)


class Migration(FirstTables):
    replaces = [
        ("workflows", "0001_initial"),
        ("workflows", "0002_append_only"),
        ("workflows", "0003_frozen_versions"),
        ("workflows", "0004_draft_at_counter"),
        ("workflows", "0005_queue_indexes"),
        ("workflows", "0006_search_index"),
        ("workflows", "0007_seal_personal_data"),
        ("workflows", "0008_timers_and_opinions"),
        ("workflows", "0009_reminders"),
        ("workflows", "0010_signatures"),
        ("workflows", "0011_task_timers"),
        ("workflows", "0012_moves_by_time"),
        ("workflows", "0013_versions"),
        ("workflows", "0014_councils"),
        ("workflows", "0015_fees"),
        ("workflows", "0016_hand_over"),
        ("workflows", "0017_in_whose_stead"),
        ("workflows", "0018_ex_officio"),
        ("workflows", "0019_logbook_indexes"),
        ("workflows", "0020_assignment"),
        ("workflows", "0021_names_for_people"),
        ("workflows", "0022_papers_in_confidence"),
        ("workflows", "0023_papers_of_opinions"),
        ("workflows", "0024_given_by"),
        ("workflows", "0025_releases_seen"),
        ("workflows", "0026_words_people_use"),
        ("workflows", "0027_marks_of_requests"),
        ("workflows", "0028_mark_requests_filed_before"),
        ("workflows", "0029_returned_signatures"),
        ("workflows", "0030_channel_of_a_draft"),
        ("workflows", "0031_returned_tasks"),
        ("workflows", "0032_field_in_english"),
        ("workflows", "0033_heartbeat"),
        ("workflows", "0034_effect_deaths"),
        ("workflows", "0035_keyed_journal"),
    ]

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("documents", "0001_initial"),
        ("forms", "0001_initial"),
        ("organisations", "0006_areas"),
        ("payments", "0002_append_only"),
        # Its own steps first: beside the tables below Django takes three times as long over them.
        ("viewflow", "0015_task_scheduled"),
    ]

    operations = [
        migrations.CreateModel(
            name="DossierCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("prefix", models.CharField(max_length=40, unique=True)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Procedure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("slug", models.SlugField(unique=True)),
                ("code", models.CharField(db_index=True, max_length=20)),
                ("title", models.CharField(max_length=300)),
                ("title_en", models.CharField(blank=True, max_length=300)),
                ("field", models.CharField(max_length=150)),
                ("search", models.TextField(default="", editable=False)),
                ("open", models.BooleanField(default=True)),
                ("words", models.TextField(default="", editable=False)),
                ("field_en", models.CharField(blank=True, default="", max_length=150)),
            ],
            options={
                "verbose_name": "thủ tục hành chính",
                "verbose_name_plural": "thủ tục hành chính",
                "ordering": ["field", "title"],
            },
        ),
        migrations.CreateModel(
            name="ProcedureVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("source", models.TextField()),
                ("canonical", models.TextField(editable=False)),
                ("sha256", models.CharField(editable=False, max_length=64, unique=True)),
                ("flow_name", models.CharField(editable=False, max_length=80, unique=True)),
                ("valid_from", models.DateField()),
                ("published_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "procedure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="workflows.procedure"
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "phiên bản thủ tục",
                "verbose_name_plural": "phiên bản thủ tục",
                "ordering": ["procedure", "-number"],
                "constraints": [models.UniqueConstraint(fields=("procedure", "number"), name="version_number_once")],
            },
        ),
        migrations.CreateModel(
            name="VersionMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("steps", models.JSONField(default=dict)),
                ("left", models.JSONField(default=list)),
                ("limit", models.CharField(default="KEPT", max_length=4)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "back_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "new",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workflows.procedureversion"
                    ),
                ),
                (
                    "old",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workflows.procedureversion"
                    ),
                ),
            ],
            options={
                "verbose_name": "lần chuyển phiên bản",
                "verbose_name_plural": "lần chuyển phiên bản",
                "ordering": ["-id"],
                "permissions": [("move_dossiers", "Chuyển hồ sơ đang chạy sang phiên bản khác")],
            },
        ),
        migrations.CreateModel(
            name="VersionPath",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("steps", models.JSONField(default=dict)),
                ("left", models.JSONField(default=list)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "new",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workflows.procedureversion"
                    ),
                ),
                (
                    "old",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workflows.procedureversion"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("old", "new"), name="path_of_versions_once")],
            },
        ),
        migrations.CreateModel(
            name="Turn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("role", models.CharField(max_length=50)),
                ("area", models.CharField(blank=True, max_length=100)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.authority"
                    ),
                ),
                (
                    "last",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("authority", "role", "area"), name="one_turn_a_place")],
            },
        ),
        migrations.CreateModel(
            name="ReleaseSeen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "procedure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workflows.procedure"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("procedure", "sha256"), name="release_seen_once")],
            },
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Anchor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField(unique=True)),
                ("at", models.DateTimeField()),
                ("stated_at", models.CharField(max_length=40)),
                ("heads", models.JSONField(default=list)),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("mac", models.CharField(max_length=80)),
            ],
            options={
                "verbose_name": "neo nhật ký",
                "verbose_name_plural": "neo nhật ký",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Dossier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("flow_class", viewflow.workflow.fields.FlowReferenceField(max_length=250)),
                ("status", models.CharField(default="NEW", max_length=50)),
                ("created", models.DateTimeField(default=django.utils.timezone.now)),
                ("finished", models.DateTimeField(blank=True, null=True)),
                ("legal_status", django_fsm.FSMIntegerField(default=1, protected=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("code", models.CharField(max_length=40, unique=True)),
                ("applicant_name", models.CharField(max_length=150)),
                ("holder_name", models.CharField(max_length=150)),
                ("holder_birth_date", models.DateField(blank=True, null=True)),
                ("search", models.TextField(default="", editable=False)),
                ("channel", models.CharField(default="ONLINE", max_length=10)),
                ("case", models.CharField(max_length=60)),
                ("submitted_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("paused_at", models.DateTimeField(blank=True, null=True)),
                ("extended", models.BooleanField(default=False)),
                ("decision", models.CharField(blank=True, default="", max_length=10)),
                ("decision_reason", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("entry_count", models.PositiveIntegerField(default=0)),
                ("entry_hash", models.CharField(blank=True, default="", max_length=64)),
                (
                    "applicant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deciding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.authority"
                    ),
                ),
                (
                    "receiving",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.authority"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers",
                        to="workflows.procedureversion",
                    ),
                ),
                ("sealed_key", protection.fields.RowKey(null=True)),
                ("answers", protection.fields.SealedJSONField(default=dict)),
                ("office", protection.fields.SealedJSONField(default=dict)),
                ("applicant_phone", protection.fields.SealedCharField(blank=True, max_length=20)),
                ("applicant_email", protection.fields.SealedEmailField(blank=True, max_length=254)),
                (
                    "phone_index",
                    protection.fields.BlindIndexField(
                        blank=True, default="", editable=False, kind="phone", max_length=32, source="applicant_phone"
                    ),
                ),
                ("applicant_index", models.CharField(blank=True, default="", editable=False, max_length=32)),
                ("holder_index", models.CharField(blank=True, default="", editable=False, max_length=32)),
                ("kept_limit", models.JSONField(blank=True, null=True)),
                ("longer_limit", models.CharField(blank=True, default="", max_length=60)),
                ("request_by_number", models.CharField(blank=True, default="", editable=False, max_length=32)),
                ("request_by_name", models.CharField(blank=True, default="", editable=False, max_length=32)),
            ],
            options={
                "verbose_name": "hồ sơ",
                "verbose_name_plural": "hồ sơ",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["applicant", "-id"], name="dossier_of_applicant"),
                    models.Index(fields=["legal_status", "due_at"], name="dossier_by_due"),
                    models.Index(condition=models.Q(("legal_status", 7)), fields=["id"], name="withdrawal_asked"),
                    models.Index(fields=["phone_index"], name="dossier_by_phone"),
                    models.Index(fields=["applicant_index"], name="dossier_by_applicant"),
                    models.Index(fields=["holder_index"], name="dossier_by_holder"),
                    models.Index(fields=["receiving", "accepted_at"], name="logbook_of_receiving"),
                    models.Index(fields=["deciding", "accepted_at"], name="logbook_of_deciding"),
                    models.Index(fields=["request_by_number"], name="dossier_by_request_number"),
                    models.Index(fields=["request_by_name"], name="dossier_by_request_name"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("legal_status__in", [2, 4, 9, 10]), _negated=True),
                            models.Q(("accepted_at__isnull", False), ("due_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="accepted_dossier_has_due_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("legal_status__in", [9, 10]), _negated=True),
                            models.Q(models.Q(("decision", ""), _negated=True), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="decided_dossier_has_decision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("legal_status__gte", 1), ("legal_status__lte", 10)),
                        name="status_is_national",
                    ),
                ],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name="ClockEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=8)),
                ("at", models.DateTimeField()),
                ("entry_sequence", models.PositiveIntegerField()),
                ("act", models.CharField(max_length=40)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clock_events", to="workflows.dossier"
                    ),
                ),
            ],
            options={
                "ordering": ["dossier_id", "at", "id"],
            },
        ),
        migrations.CreateModel(
            name="DossierDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=60)),
                ("entry_sequence", models.PositiveIntegerField()),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="workflows.dossier"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("sequence", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("act", models.CharField(max_length=40)),
                ("actor_name", models.CharField(max_length=150)),
                ("role", models.CharField(blank=True, max_length=50)),
                ("authority", models.CharField(blank=True, max_length=200)),
                ("step", models.CharField(blank=True, max_length=60)),
                ("outcome", models.CharField(blank=True, max_length=60)),
                ("status_before", models.PositiveSmallIntegerField(null=True)),
                ("status_after", models.PositiveSmallIntegerField()),
                ("reason", models.TextField(blank=True)),
                ("data", models.JSONField(default=dict)),
                ("key", models.CharField(max_length=64, null=True, unique=True)),
                ("previous_hash", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="workflows.dossier"
                    ),
                ),
                ("mac", models.CharField(blank=True, db_default="", default="", max_length=80)),
            ],
            options={
                "verbose_name": "mục nhật ký",
                "verbose_name_plural": "nhật ký",
                "ordering": ["dossier_id", "sequence"],
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("status_before__isnull", True),
                            models.Q(("status_before", models.F("status_after")), _negated=True),
                            _connector="OR",
                        ),
                        fields=["at"],
                        name="moves_by_time",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("dossier", "sequence"), name="entry_sequence_once")],
            },
        ),
        migrations.CreateModel(
            name="Effect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=120, unique=True)),
                ("payload", models.JSONField(default=dict)),
                ("state", models.CharField(default="PENDING", max_length=8)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("last_error", models.CharField(blank=True, max_length=200)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "entry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="effects",
                        to="workflows.entry",
                    ),
                ),
                ("deaths", models.PositiveSmallIntegerField(db_default=0, default=0)),
            ],
            options={
                "verbose_name": "việc sau giao dịch",
                "verbose_name_plural": "việc sau giao dịch",
                "indexes": [
                    models.Index(condition=models.Q(("state", "PENDING")), fields=["due_at"], name="effects_owed")
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("section", models.CharField(blank=True, max_length=60)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "dossier",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft",
                        to="workflows.dossier",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="drafts", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="workflows.procedureversion",
                    ),
                ),
                (
                    "counter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.authority",
                    ),
                ),
                ("sealed_key", protection.fields.RowKey(null=True)),
                ("answers", protection.fields.SealedJSONField(default=dict)),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.authority",
                    ),
                ),
                ("channel", models.CharField(blank=True, default="", max_length=10)),
            ],
            options={
                "verbose_name": "hồ sơ nháp",
                "verbose_name_plural": "hồ sơ nháp",
                "ordering": ["-updated_at"],
            },
        ),
        migrations.CreateModel(
            name="WorkItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("flow_task", viewflow.workflow.fields.TaskReferenceField(max_length=255)),
                ("flow_task_type", models.CharField(max_length=50)),
                ("status", models.CharField(db_index=True, default="NEW", max_length=50)),
                ("created", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ("assigned", models.DateTimeField(blank=True, null=True)),
                ("started", models.DateTimeField(blank=True, null=True)),
                ("finished", models.DateTimeField(blank=True, null=True)),
                ("scheduled", models.DateTimeField(blank=True, db_index=True, null=True)),
                (
                    "token",
                    viewflow.workflow.fields.TokenField(default=viewflow.workflow.token.Token("start"), max_length=150),
                ),
                ("external_task_id", models.CharField(blank=True, db_index=True, max_length=50, null=True)),
                ("owner_permission", models.CharField(blank=True, max_length=255, null=True)),
                ("owner_permission_obj_pk", models.CharField(blank=True, max_length=255, null=True)),
                ("step", models.CharField(max_length=60)),
                ("role", models.CharField(blank=True, max_length=50)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.CharField(blank=True, max_length=60)),
                ("data", models.JSONField(blank=True, default=dict)),
                (
                    "authority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.authority",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner_permission_content_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="contenttypes.contenttype",
                    ),
                ),
                ("previous", models.ManyToManyField(related_name="leading", to="workflows.workitem")),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="workflows.dossier"
                    ),
                ),
                (
                    "cover",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.cover",
                    ),
                ),
                ("to_be_given", models.BooleanField(default=False)),
                ("given_by", models.CharField(blank=True, max_length=50)),
                ("returned", models.CharField(blank=True, default="", max_length=7)),
                (
                    "returned_from",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "việc",
                "verbose_name_plural": "việc",
                "indexes": [
                    models.Index(
                        condition=models.Q(("finished__isnull", True)),
                        fields=["authority", "role", "due_at"],
                        name="queue_of_role",
                    ),
                    models.Index(fields=["process", "id"], name="items_of_dossier"),
                    models.Index(
                        condition=models.Q(("finished__isnull", True), ("owner__isnull", False)),
                        fields=["owner", "due_at"],
                        name="queue_of_owner",
                    ),
                    models.Index(
                        condition=models.Q(("flow_task_type", "CONSULT")),
                        fields=["authority", "role", "-id"],
                        name="consultations",
                    ),
                    models.Index(
                        condition=models.Q(("finished__isnull", True), ("owner__isnull", True), ("to_be_given", True)),
                        fields=["authority", "due_at"],
                        name="waiting_for_head",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("finished__isnull", True),
                            ("owner__isnull", True),
                            models.Q(("returned", ""), _negated=True),
                        ),
                        fields=["authority", "due_at"],
                        name="returned_to_queue",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DossierFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("field", models.CharField(max_length=60)),
                ("step", models.CharField(blank=True, max_length=60)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="workflows.dossier"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="forms.storedfile"
                    ),
                ),
                ("confidential", models.BooleanField(default=False)),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="workflows.workitem",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("dossier", "file", "field"), name="file_linked_once")],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("sealed_key", protection.fields.RowKey(null=True)),
                ("text", protection.fields.SealedCharField(max_length=5000)),
                ("values", protection.fields.SealedJSONField(default=dict)),
                ("confidential", models.BooleanField(default=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="opinions", to="workflows.dossier"
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="opinion", to="workflows.workitem"
                    ),
                ),
            ],
            options={
                "verbose_name": "ý kiến",
                "verbose_name_plural": "ý kiến",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Timer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=8)),
                ("due_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("last_error", models.CharField(blank=True, max_length=200)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="timers", to="workflows.dossier"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="timers",
                        to="workflows.workitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "hẹn giờ",
                "verbose_name_plural": "hẹn giờ",
                "indexes": [
                    models.Index(condition=models.Q(("done_at__isnull", True)), fields=["due_at"], name="timers_due")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "kind"), name="timer_of_task_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("item__isnull", True)),
                        fields=("dossier", "kind"),
                        name="timer_of_dossier_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("document", models.CharField(max_length=60)),
                ("step", models.CharField(max_length=60)),
                ("order", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=150)),
                ("position", models.CharField(blank=True, max_length=320)),
                ("at", models.DateTimeField()),
                ("entry_sequence", models.PositiveIntegerField()),
                ("content_sha256", models.CharField(max_length=64)),
                ("voided_at", models.DateTimeField(null=True)),
                ("voided_entry", models.PositiveIntegerField(null=True)),
                ("void_reason", models.CharField(blank=True, max_length=10)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="workflows.dossier"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workflows.workitem"
                    ),
                ),
                (
                    "cover",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.cover",
                    ),
                ),
            ],
            options={
                "verbose_name": "chữ ký",
                "verbose_name_plural": "chữ ký",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at__isnull", True)),
                        fields=("dossier", "document", "order"),
                        name="one_standing_signature",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MovedDossier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("state", models.CharField(default="WAITING", max_length=9)),
                ("why", models.CharField(blank=True, max_length=500)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workflows.dossier"
                    ),
                ),
                (
                    "move",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dossiers", to="workflows.versionmove"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("move", "dossier"), name="dossier_of_move_once")],
            },
        ),
        migrations.CreateModel(
            name="Council",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("visit_on", models.DateField(blank=True, null=True)),
                ("visit_note", models.CharField(blank=True, max_length=200)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="councils", to="workflows.dossier"
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="council", to="workflows.workitem"
                    ),
                ),
            ],
            options={
                "verbose_name": "hội đồng",
                "verbose_name_plural": "hội đồng",
            },
        ),
        migrations.CreateModel(
            name="CouncilMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("seat", models.CharField(max_length=9)),
                ("sealed_key", protection.fields.RowKey(null=True)),
                ("name", protection.fields.SealedCharField(max_length=150)),
                ("title", protection.fields.SealedCharField(blank=True, max_length=200)),
                ("vote", models.CharField(blank=True, default="", max_length=7)),
                ("voted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="workflows.council"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "voted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "thành viên hội đồng",
                "verbose_name_plural": "thành viên hội đồng",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("user__isnull", False)), fields=("council", "user"), name="one_seat_each"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("seat", "CHAIR")), fields=("council",), name="one_chair"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("seat", "SECRETARY")), fields=("council",), name="one_secretary"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DossierFee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fees", to="workflows.dossier"
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fee", to="workflows.workitem"
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="payments.feerequest"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("entry_sequence", models.PositiveIntegerField()),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hand_overs", to="workflows.dossier"
                    ),
                ),
                (
                    "leaves",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.authority"
                    ),
                ),
                (
                    "reform",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.reform",
                    ),
                ),
                (
                    "takes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.authority"
                    ),
                ),
            ],
            options={
                "verbose_name": "lần chuyển hồ sơ",
                "verbose_name_plural": "các lần chuyển hồ sơ",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dossier", "leaves", "entry_sequence"), name="handed_over_once_an_entry"
                    )
                ],
            },
        ),
        Trigrams(),
        migrations.RunPython(index_parts, forget_parts),
        migrations.RunPython(install, remove),
    ]
