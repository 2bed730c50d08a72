"""How forms draw themselves."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Fields with label, hint and error, in the kit's markup."""
