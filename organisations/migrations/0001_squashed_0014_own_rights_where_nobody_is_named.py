"""Authorities, people with their roles and covers, calendar, reforms, requests for rights.

A new site begins here. One of before goes by the single steps that this replaces (docs/decisions/0027).
"""

import datetime
import uuid

import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import protection.fields
from foundation.first_tables import FirstTables


class Migration(FirstTables):
    replaces = [
        ("organisations", "0001_initial"),
        ("organisations", "0002_seal_people"),
        ("organisations", "0003_session_round"),
        ("organisations", "0004_reforms"),
        ("organisations", "0005_covers"),
        ("organisations", "0006_areas"),
        ("organisations", "0007_school_levels"),
        ("organisations", "0008_confirmed"),
        ("organisations", "0009_rights_by_two"),
        ("organisations", "0010_sign_in_letters"),
        ("organisations", "0011_accounts_by_two"),
        ("organisations", "0012_grantors_seen"),
        ("organisations", "0013_new_addresses"),
        ("organisations", "0014_own_rights_where_nobody_is_named"),
    ]

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Role",
            fields=[
                ("slug", models.SlugField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                ("name_en", models.CharField(blank=True, max_length=100)),
            ],
            options={
                "verbose_name": "vai trò",
                "verbose_name_plural": "vai trò",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("password", models.CharField(max_length=128)),
                ("last_login", models.DateTimeField(blank=True, null=True)),
                ("is_superuser", models.BooleanField(default=False)),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=150)),
                ("last_name", models.CharField(blank=True, max_length=150)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("is_staff", models.BooleanField(default=False)),
                ("is_active", models.BooleanField(default=True)),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now)),
                ("full_name", models.CharField(blank=True, max_length=150)),
                ("birth_date", models.DateField(blank=True, null=True)),
                ("position", models.CharField(blank=True, max_length=150)),
                ("is_demo", models.BooleanField(default=False)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True, related_name="user_set", related_query_name="user", to="auth.group"
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True, related_name="user_set", related_query_name="user", to="auth.permission"
                    ),
                ),
                ("sealed_key", protection.fields.RowKey(null=True)),
                ("identity_number", protection.fields.SealedCharField(blank=True, max_length=12)),
                ("phone", protection.fields.SealedCharField(blank=True, max_length=20)),
                (
                    "identity_index",
                    protection.fields.BlindIndexField(
                        blank=True,
                        db_index=True,
                        default="",
                        editable=False,
                        kind="identity",
                        max_length=32,
                        source="identity_number",
                    ),
                ),
                (
                    "phone_index",
                    protection.fields.BlindIndexField(
                        blank=True,
                        db_index=True,
                        default="",
                        editable=False,
                        kind="phone",
                        max_length=32,
                        source="phone",
                    ),
                ),
                ("session_round", models.PositiveIntegerField(default=0, editable=False)),
                ("email_given_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "người dùng",
                "verbose_name_plural": "người dùng",
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="Authority",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("slug", models.SlugField(unique=True)),
                ("kind", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("symbol", models.CharField(max_length=30)),
                ("code", models.CharField(max_length=30)),
                ("place", models.CharField(max_length=100)),
                ("address", models.CharField(blank=True, max_length=300)),
                ("phone", models.CharField(blank=True, max_length=30)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("valid_from", models.DateField(default=datetime.date(2025, 7, 1))),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="organisations.authority",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="organisations.authority",
                    ),
                ),
                ("levels", models.JSONField(blank=True, default=list)),
                ("confirmed", models.BooleanField(default=True)),
            ],
            options={
                "verbose_name": "cơ quan",
                "verbose_name_plural": "cơ quan",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="authority_dates_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("date", models.DateField()),
                ("kind", models.CharField(max_length=4)),
                ("name", models.CharField(max_length=150)),
                ("source", models.CharField(blank=True, max_length=200)),
                (
                    "authority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calendar_days",
                        to="organisations.authority",
                    ),
                ),
            ],
            options={
                "verbose_name": "ngày nghỉ, ngày làm bù",
                "verbose_name_plural": "ngày nghỉ, ngày làm bù",
                "ordering": ["date"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("authority__isnull", True)), fields=("date",), name="one_general_rule_a_day"
                    ),
                    models.UniqueConstraint(fields=("date", "authority"), name="one_own_rule_a_day"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoleAssignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("valid_from", models.DateField(default=datetime.date(2025, 7, 1))),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="organisations.authority",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="organisations.role"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "phân công vai trò",
                "verbose_name_plural": "phân công vai trò",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "role", "authority", "valid_from"), name="assignment_given_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkingHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("valid_from", models.DateField(default=datetime.date(2025, 7, 1))),
                ("morning_start", models.TimeField(default=datetime.time(7, 30))),
                ("morning_end", models.TimeField(default=datetime.time(11, 30))),
                ("afternoon_start", models.TimeField(default=datetime.time(13, 0))),
                ("afternoon_end", models.TimeField(default=datetime.time(17, 0))),
                (
                    "authority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="working_hours",
                        to="organisations.authority",
                    ),
                ),
            ],
            options={
                "verbose_name": "giờ làm việc",
                "verbose_name_plural": "giờ làm việc",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("morning_start__lt", models.F("morning_end")),
                            ("morning_end__lte", models.F("afternoon_start")),
                            ("afternoon_start__lt", models.F("afternoon_end")),
                        ),
                        name="working_hours_in_order",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("authority__isnull", True)),
                        fields=("valid_from",),
                        name="one_general_hours_a_date",
                    ),
                    models.UniqueConstraint(fields=("valid_from", "authority"), name="one_own_hours_a_date"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("token", models.UUIDField(default=uuid.uuid4)),
                ("seeded", models.JSONField(default=list)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_calendar_state")],
            },
        ),
        migrations.CreateModel(
            name="Reform",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=8)),
                ("date", models.DateField()),
                ("source", models.CharField(max_length=200)),
                ("ready", models.BooleanField(default=False)),
                ("done_at", models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                "verbose_name": "sắp xếp tổ chức",
                "verbose_name_plural": "các lần sắp xếp tổ chức",
                "ordering": ["-date", "-id"],
                "permissions": [("run_reform", "Can run a reform of the organisation")],
            },
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("when", models.CharField(blank=True, max_length=500)),
                ("carries_people", models.BooleanField(default=True)),
                (
                    "leaves",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.authority"
                    ),
                ),
                (
                    "reform",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="successions",
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
                "verbose_name": "cơ quan kế thừa",
                "verbose_name_plural": "các cơ quan kế thừa",
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("reform", "leaves", "takes"), name="succeeded_once")],
            },
        ),
        migrations.CreateModel(
            name="Cover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("form", models.CharField(max_length=3)),
                ("authorisation", models.CharField(blank=True, max_length=60)),
                ("procedures", models.CharField(blank=True, max_length=500)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField()),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("revoked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="covers",
                        to="organisations.roleassignment",
                    ),
                ),
                (
                    "covering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="covers", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "ủy quyền, ký thay",
                "verbose_name_plural": "ủy quyền, ký thay",
                "ordering": ["-valid_from", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_to__gte", models.F("valid_from"))), name="cover_dates_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("form", "TUQ"), _negated=True),
                            models.Q(("authorisation", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="cover_by_authorisation_names_it",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Area",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                ("valid_from", models.DateField(default=datetime.date(2025, 7, 1))),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="areas",
                        to="organisations.roleassignment",
                    ),
                ),
            ],
            options={
                "verbose_name": "địa bàn, lĩnh vực phụ trách",
                "verbose_name_plural": "địa bàn, lĩnh vực phụ trách",
                "ordering": ["name"],
                "indexes": [models.Index(fields=["name"], name="area_by_name")],
                "constraints": [
                    models.UniqueConstraint(fields=("assignment", "name", "valid_from"), name="area_given_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RightRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("kind", models.CharField(default="ROLE", max_length=7)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("powers", models.JSONField(blank=True, default=dict)),
                ("sealed_key", protection.fields.RowKey(null=True)),
                ("email", protection.fields.SealedEmailField(blank=True, max_length=254)),
                ("phone", protection.fields.SealedCharField(blank=True, max_length=20)),
                ("reason", models.CharField(max_length=300)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("state", models.CharField(default="OPEN", editable=False, max_length=7)),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                ("alone", models.BooleanField(default=False, editable=False)),
                (
                    "asked_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "given",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.roleassignment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="right_requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.role",
                    ),
                ),
                ("account", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "verbose_name": "đề nghị cấp quyền",
                "verbose_name_plural": "đề nghị cấp quyền",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("alone", True),
                            models.Q(("state", "GRANTED"), _negated=True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="right_asked_and_granted_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("alone", False), ("kind", "PAYEE")),
                            models.Q(models.Q(("kind", "PAYEE"), _negated=True), ("person__isnull", False)),
                            _connector="OR",
                        ),
                        name="right_is_somebodys_or_an_account",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asked_by", models.F("person")), _negated=True),
                            models.Q(
                                models.Q(("state", "GRANTED"), _negated=True),
                                models.Q(("decided_by", models.F("person")), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="right_never_ones_own",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("sealed_key", protection.fields.RowKey(null=True)),
                ("address", protection.fields.SealedEmailField(blank=True, max_length=254)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("state", models.CharField(default="PENDING", max_length=7)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("lease_until", models.DateTimeField(null=True)),
                ("last_error", models.CharField(blank=True, max_length=100)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account_letters",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "right",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="organisations.rightrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "thư về tài khoản",
                "verbose_name_plural": "thư về tài khoản",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "PENDING")), fields=["next_try_at"], name="account_letters_owed"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GrantorSeen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=7)),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "kind"), name="grantor_once_a_kind")],
            },
        ),
    ]
