"""The one migration that makes an app's tables on a new site, in the place of all the steps that
led to them.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.state import ProjectState


class FirstTables(Migration):
    """Tells Django of all tables before it makes the first one.

    Django puts every model together anew that is related to a new one, and through people all are:
    for each table by itself that takes three seconds in all, for the tables of an app at once less
    than one.
    """

    initial = True

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,
    ) -> ProjectState:
        """Make the tables, then what stands after them in `operations`; returns the state with
        them.
        """
        if collect_sql:  # somebody only asks what would be done
            return super().apply(project_state, schema_editor, collect_sql)
        project_state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        for operation in self.operations:
            operation.database_forwards(self.app_label, schema_editor, project_state, project_state)
        return project_state
