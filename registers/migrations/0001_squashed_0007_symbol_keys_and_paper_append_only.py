"""Diplomas and what was changed in them, grants and their states, entries from paper.

A new site begins here. One of before goes by the single steps that this replaces (docs/decisions/0027).
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from foundation.first_tables import FirstTables
from registers import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection)


class Migration(FirstTables):
    replaces = [
        ("registers", "0001_initial"),
        ("registers", "0002_lookup_and_ignored_columns"),
        ("registers", "0003_grants"),
        ("registers", "0004_grants_append_only"),
        ("registers", "0005_changes"),
        ("registers", "0006_licences_from_paper"),
        ("registers", "0007_symbol_keys_and_paper_append_only"),
    ]

    dependencies = [
        ("organisations", "0006_areas"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegisterBook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=150)),
                (
                    "keeper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.authority"
                    ),
                ),
            ],
            options={
                "verbose_name": "sổ gốc",
                "verbose_name_plural": "sổ gốc",
                "ordering": ["name"],
                "constraints": [models.UniqueConstraint(fields=("name", "keeper"), name="book_named_once")],
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("book", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=200)),
                ("holder", models.CharField(max_length=200)),
                ("authority_name", models.CharField(max_length=200)),
                ("symbol", models.CharField(max_length=60)),
                ("decided_on", models.DateField()),
                ("document_code", models.CharField(blank=True, max_length=16)),
                ("commune", models.CharField(blank=True, max_length=150)),
                ("content", models.TextField(blank=True)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("search", models.TextField(default="", editable=False)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.authority"
                    ),
                ),
                (
                    "holder_authority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.authority",
                    ),
                ),
                ("symbol_key", models.CharField(default="", editable=False, max_length=60)),
            ],
            options={
                "verbose_name": "giấy phép, giấy công nhận",
                "verbose_name_plural": "giấy phép, giấy công nhận",
                "ordering": ["-decided_on", "-id"],
                "indexes": [
                    models.Index(fields=["-decided_on", "-id"], name="grants_newest"),
                    models.Index(fields=["book", "-decided_on", "-id"], name="grants_of_book"),
                    models.Index(fields=["commune"], name="grants_of_commune"),
                    models.Index(fields=["symbol"], name="grants_by_symbol"),
                    models.Index(fields=["symbol_key"], name="grants_by_symbol_key"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("document_code", ""), _negated=True),
                        fields=("book", "document_code"),
                        name="document_grants_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="grant_dates_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GrantState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("state", models.CharField(max_length=10)),
                ("since", models.DateField()),
                ("symbol", models.CharField(blank=True, max_length=60)),
                ("decided_on", models.DateField(blank=True, null=True)),
                ("document_code", models.CharField(blank=True, max_length=16)),
                ("reason", models.TextField(blank=True)),
                ("content", models.TextField(blank=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="states", to="registers.grant"
                    ),
                ),
            ],
            options={
                "verbose_name": "tình trạng giấy phép",
                "verbose_name_plural": "tình trạng giấy phép",
                "ordering": ["since", "id"],
                "indexes": [models.Index(fields=["grant", "since", "id"], name="states_of_grant")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("document_code", ""), _negated=True),
                        fields=("grant", "document_code"),
                        name="document_states_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GrantTimer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=6)),
                ("due_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="timers", to="registers.grant"
                    ),
                ),
            ],
            options={
                "verbose_name": "hẹn ngày của giấy phép",
                "verbose_name_plural": "hẹn ngày của giấy phép",
                "ordering": ["due_on", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)), fields=["due_on"], name="grant_timers_due"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("grant", "kind", "due_on", "ends_on"), name="grant_timer_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("book", models.CharField(max_length=60)),
                ("file_name", models.CharField(max_length=200)),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("read", models.PositiveIntegerField(default=0)),
                ("added", models.PositiveIntegerField(default=0)),
                ("known", models.PositiveIntegerField(default=0)),
                ("faulty", models.PositiveIntegerField(default=0)),
                ("ignored_columns", models.CharField(blank=True, max_length=300)),
                ("problem", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.authority"
                    ),
                ),
            ],
            options={
                "verbose_name": "lần nhập giấy phép",
                "verbose_name_plural": "các lần nhập giấy phép",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Diploma",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("book_number", models.CharField(max_length=40)),
                ("serial", models.CharField(blank=True, max_length=40)),
                ("holder_name", models.CharField(max_length=150)),
                ("birth_date", models.DateField(blank=True, null=True)),
                ("birth_date_text", models.CharField(max_length=60)),
                ("birth_place", models.CharField(blank=True, max_length=200)),
                ("sex", models.CharField(blank=True, max_length=1)),
                ("ethnicity", models.CharField(blank=True, max_length=40)),
                ("school", models.CharField(blank=True, max_length=200)),
                ("level", models.CharField(max_length=10)),
                ("graduation_year", models.PositiveSmallIntegerField()),
                ("grade", models.CharField(blank=True, max_length=40)),
                ("decision", models.CharField(blank=True, max_length=60)),
                ("decision_date", models.DateField(blank=True, null=True)),
                ("issued_by", models.CharField(max_length=200)),
                ("signer", models.CharField(blank=True, max_length=150)),
                ("state", models.CharField(default="VALID", max_length=10)),
                ("folded_name", models.CharField(editable=False, max_length=150)),
                ("folded_serial", models.CharField(editable=False, max_length=40)),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="diplomas",
                        to="registers.registerbook",
                    ),
                ),
            ],
            options={
                "verbose_name": "văn bằng trong sổ gốc",
                "verbose_name_plural": "văn bằng trong sổ gốc",
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["folded_name", "birth_date"], name="diploma_by_name"),
                    models.Index(fields=["folded_serial"], name="diploma_by_serial"),
                    models.Index(fields=["folded_name", "graduation_year"], name="diploma_by_year"),
                    models.Index(fields=["birth_date", "graduation_year"], name="diploma_by_birth"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("book", "book_number", "level"), name="entry_numbered_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("file_name", models.CharField(max_length=200)),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("read", models.PositiveIntegerField(default=0)),
                ("added", models.PositiveIntegerField(default=0)),
                ("known", models.PositiveIntegerField(default=0)),
                ("faulty", models.PositiveIntegerField(default=0)),
                ("problem", models.CharField(blank=True, max_length=300)),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="imports", to="registers.registerbook"
                    ),
                ),
                ("ignored_columns", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "verbose_name": "lần nhập sổ",
                "verbose_name_plural": "các lần nhập sổ",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Annotation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=10)),
                ("date", models.DateField(default=django.utils.timezone.localdate)),
                ("text", models.TextField()),
                ("decision", models.CharField(blank=True, max_length=60)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "diploma",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="annotations", to="registers.diploma"
                    ),
                ),
                ("source", models.CharField(blank=True, default="", editable=False, max_length=16)),
            ],
            options={
                "verbose_name": "ghi chú sổ gốc",
                "verbose_name_plural": "ghi chú sổ gốc",
                "ordering": ["date", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        fields=("diploma", "source"),
                        name="document_noted_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportFault",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("row", models.PositiveIntegerField()),
                ("reason", models.CharField(max_length=300)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="faults", to="registers.importrun"
                    ),
                ),
            ],
            options={
                "verbose_name": "dòng lỗi",
                "verbose_name_plural": "dòng lỗi",
                "ordering": ["run", "row"],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("content", models.CharField(max_length=20)),
                ("old", models.CharField(blank=True, max_length=200)),
                ("new", models.CharField(max_length=200)),
                ("folded", models.CharField(editable=False, max_length=200)),
                (
                    "annotation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="registers.annotation"
                    ),
                ),
            ],
            options={
                "verbose_name": "nội dung chỉnh sửa",
                "verbose_name_plural": "nội dung chỉnh sửa",
                "ordering": ["id"],
                "indexes": [models.Index(fields=["content", "folded"], name="change_by_content")],
                "constraints": [models.UniqueConstraint(fields=("annotation", "content"), name="content_changed_once")],
            },
        ),
        migrations.CreateModel(
            name="PaperEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("row", models.PositiveIntegerField(null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "grant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="paper", to="registers.grant"
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacement",
                        to="registers.grant",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="registers.paperimport",
                    ),
                ),
            ],
            options={
                "verbose_name": "giấy phép nhập từ bản giấy",
                "verbose_name_plural": "giấy phép nhập từ bản giấy",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaces__isnull", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="correction_of_paper_says_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperFault",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("row", models.PositiveIntegerField()),
                ("reason", models.CharField(max_length=300)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="faults", to="registers.paperimport"
                    ),
                ),
            ],
            options={
                "verbose_name": "dòng lỗi",
                "verbose_name_plural": "dòng lỗi",
                "ordering": ["run", "row"],
            },
        ),
        migrations.CreateModel(
            name="PaperCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_made",
                        to="registers.paperentry",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần đối chiếu với bản giấy",
                "verbose_name_plural": "các lần đối chiếu với bản giấy",
                "ordering": ["-id"],
            },
        ),
        migrations.RunPython(install, remove),
    ]
