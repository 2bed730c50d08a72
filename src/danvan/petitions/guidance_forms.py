"""What somebody brings by which way, for the page that says what to tell."""

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.core.casework.intake import Source
from danvan.core.casework.workflow import Kind
from danvan.petitions.labels import CHANNELS, KINDS
from danvan.petitions.models import Channel


class GuidanceForm(forms.Form):
    """A way and a content; neither names anybody."""

    channel = forms.ChoiceField(
        label=_("How did it come?"),
        choices=[(c, w) for c, w in CHANNELS.items() if c != Channel.ONLINE],
        initial=Channel.PHONE,
    )
    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[*KINDS.items(), (Kind.DENUNCIATION.value, _("A denunciation"))],
        initial=Kind.COMPLAINT,
    )

    def chosen(self) -> tuple[Source, Kind]:
        """Return the way and the content of a valid form."""
        said = self.cleaned_data
        return Source(said["channel"]), Kind(said["kind"])
