"""How forms draw themselves."""

from typing import Any

from django.forms import BoundField
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

from danvan.ui import fields


class Renderer(TemplatesSetting):
    """Fields with label, hint and error, in the kit's markup."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    def render(
        self,
        template_name: str,
        context: dict[str, Any],
        request: HttpRequest | None = None,
    ) -> str:
        """Draw a template; a field group is drawn by its kind of control."""
        field = context.get("field")
        if template_name == self.field_template_name and isinstance(field, BoundField):
            return fields.render(field)
        return super().render(template_name, context, request)
