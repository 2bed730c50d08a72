"""How a citizen walks through the pages."""

WHAT = "Đường Hoà Bình ngập mỗi khi mưa.\nXin khơi thông cống."
FEEDBACK = "/gui/phan-anh/"
COMPLAINT = "/gui/khieu-nai/"


def tell(client, what=WHAT, **more):
    return client.post(f"{FEEDBACK}su-viec/", {"what": what, **more})


def locate(client, slug="phan-anh/noi-xay-ra", **more):
    answers = {"province": "92", "commune": "31117", "place": "Khu phố 3"}
    return client.post(f"/gui/{slug}/", answers | more)


def introduce(client, **who):
    return client.post(f"{FEEDBACK}nguoi-gui/", who)


def fill(client, **who):
    """Fill in feedback up to the page before sending."""
    tell(client)
    locate(client)
    return introduce(client, **who)


def send(client, kind=FEEDBACK):
    return client.post(f"{kind}kiem-tra/")
