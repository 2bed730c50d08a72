"""Drafts of reports, editions, and what is said about them."""

from danvan.publishing.models.drafts import Draft as Draft
from danvan.publishing.models.drafts import DraftState as DraftState
from danvan.publishing.models.drafts import Link as Link
from danvan.publishing.models.drafts import LinkState as LinkState
from danvan.publishing.models.drafts import Paragraph as Paragraph
from danvan.publishing.models.drafts import ParagraphKind as ParagraphKind
from danvan.publishing.models.drafts import ParagraphVersion as ParagraphVersion
from danvan.publishing.models.editions import Edition as Edition
from danvan.publishing.models.editions import EditionFigure as EditionFigure
from danvan.publishing.models.editions import FigureKind as FigureKind
from danvan.publishing.models.editions import OpenSource as OpenSource
from danvan.publishing.models.editions import State as State
from danvan.publishing.models.news import Comment as Comment
from danvan.publishing.models.news import NewsItem as NewsItem
from danvan.publishing.models.news import PageCount as PageCount
from danvan.publishing.models.news import Rule as Rule
from danvan.publishing.models.news import Verdict as Verdict
from danvan.publishing.models.timeliness import Timeliness as Timeliness
