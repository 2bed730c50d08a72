"""The forms citizens are filling in; only the public process needs them."""

import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    # The role of the public process is made there.
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SavedForm",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("answers", models.JSONField(default=dict)),
                ("files", models.JSONField(default=list)),
                (
                    "idempotency_key",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                ("number", models.CharField(blank=True, default="", max_length=24)),
                ("started_at", models.DateTimeField()),
                ("touched_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["feedback", "complaint"])),
                        name="savedform_never_a_denunciation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", ""),
                            models.Q(("answers", {}), ("files", [])),
                            _connector="OR",
                        ),
                        name="savedform_sent_keeps_no_answer",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "GRANT SELECT, INSERT, UPDATE, DELETE ON portal_savedform TO danvan_portal;"
            # The office has no business with what is not sent yet; its worker
            # deletes what nobody came back to.
            "REVOKE ALL ON portal_savedform FROM danvan_office;"
            "GRANT SELECT (id, touched_at), DELETE ON portal_savedform"
            " TO danvan_office",
            "REVOKE ALL ON portal_savedform FROM danvan_portal, danvan_office",
        ),
    ]
