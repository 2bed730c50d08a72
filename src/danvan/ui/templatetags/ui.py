"""Tags of the component kit, known in every template."""

from django import template

register = template.Library()
