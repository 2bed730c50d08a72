"""How forms draw themselves."""

from typing import Any

from django.forms import BoundField
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

from danvan.ui import drawing, fields


class Renderer(TemplatesSetting):
    """Fields with label, hint and error, in the kit's markup."""

    # Names that Django hands back; what they stand for is drawn in Python.
    form_template_name = "ui/form"
    field_template_name = "ui/field"

    def render(
        self,
        template_name: str,
        context: dict[str, Any],
        request: HttpRequest | None = None,
    ) -> str:
        """Draw a form, a field group, a control; anything else by its template."""
        if template_name == self.form_template_name:
            shown = [fields.render(field) for field, _errors in context["fields"]]
            hidden = [str(field) for field in context["hidden_fields"]]
            return drawing.safe("".join([*shown, *hidden]))
        field = context.get("field")
        if template_name == self.field_template_name and isinstance(field, BoundField):
            return fields.render(field)
        if template_name in drawing.CONTROLS:
            return drawing.safe(drawing.CONTROLS[template_name](context["widget"]))
        return super().render(template_name, context, request)
