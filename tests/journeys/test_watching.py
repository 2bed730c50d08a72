"""What watches every browser of the journeys sees a hole that is planted."""

from collections.abc import Callable
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, Route
from tests.journeys.conftest import Browsed, watched

from danvan.host.trial import Trial

HOLES = {
    "handler": "<img src=/static/none.png onerror=window.hit=1>",
    "script": "<script>window.hit=1</script>",
    "style": "<p style='color:red'>x</p>",
    "elsewhere": "<img src=https://192.0.2.1/x.png>",
    "frame": "<iframe src=/></iframe>",
    "base": "<base href=https://192.0.2.1/>",
}
# Only what loads is stopped where no script runs.
WITHOUT_SCRIPTS = ["style", "elsewhere", "frame"]


def plant(page: Page, hole: str, policy: str = "") -> None:
    """Let every page come with markup of somebody else at its end."""

    def fulfil(route: Route) -> None:
        answer = route.fetch()
        head = dict(answer.headers)
        if policy:
            head[policy] = head.pop("content-security-policy")
        route.fulfill(
            response=answer,
            headers=head,
            body=answer.text().replace("</main>", f"{hole}</main>"),
        )

    page.route(
        "**/*",
        lambda r: fulfil(r) if r.request.is_navigation_request() else r.continue_(),
    )


@pytest.mark.parametrize(
    ("scripts", "hole"),
    [*((True, hole) for hole in HOLES), *((False, hole) for hole in WITHOUT_SCRIPTS)],
)
def test_a_violation_of_the_policy_fails_its_test(
    site: Trial, browser: Browser, scripts: bool, hole: str
):
    context = browser.new_context(java_script_enabled=scripts)
    browsed = Browsed()
    watch = contextmanager(watched)(context.new_page(), browsed)
    page = watch.__enter__()
    plant(page, HOLES[hole])
    page.goto(f"{site.portal}/")

    assert page.locator("main").count() == 1
    assert browsed.pages == 1
    assert browsed.violations
    with pytest.raises(AssertionError, match="Content Security Policy"):
        watch.__exit__(None, None, None)
    context.close()


def test_one_that_is_only_reported_fails_it_too(site: Trial, browser: Browser):
    context = browser.new_context()
    watch = contextmanager(watched)(context.new_page())
    page = watch.__enter__()
    plant(page, HOLES["script"], "content-security-policy-report-only")
    page.goto(f"{site.portal}/")

    assert page.evaluate("window.hit") == 1
    with pytest.raises(AssertionError, match="policy violated: script-src-elem inline"):
        watch.__exit__(None, None, None)
    context.close()


def test_a_second_page_of_the_same_browser_is_watched(site: Trial, browser: Browser):
    context = browser.new_context()
    watch = contextmanager(watched)(context.new_page())
    watch.__enter__()
    second = context.new_page()
    plant(second, HOLES["script"])
    second.goto(f"{site.portal}/")

    with pytest.raises(AssertionError, match="Content Security Policy"):
        watch.__exit__(None, None, None)
    context.close()


def test_pages_as_they_are_pass(site: Trial, open_browser: Callable[..., Page]):
    open_browser().goto(f"{site.portal}/")
