"""How a citizen walks through the pages."""

WHAT = "Đường Hoà Bình ngập mỗi khi mưa.\nXin khơi thông cống."
FEEDBACK = "/gui/gop-y/"
COMPLAINT = "/gui/khieu-nai/"


def tell(client, what=WHAT, **more):
    return client.post(f"{FEEDBACK}noi-dung/", {"what": what, **more})


def locate(client, slug="gop-y/noi-nao", **more):
    answers = {"province": "92", "unit_code": "31117", "place": "Khu phố 3"}
    return client.post(f"/gui/{slug}/", answers | more)


def introduce(client, **who):
    return client.post(f"{FEEDBACK}lien-he/", who)


def fill(client, **who):
    """Fill in feedback up to the page before sending."""
    tell(client)
    locate(client)
    return introduce(client, **who)


def send(client, kind=FEEDBACK):
    return client.post(f"{kind}xem-lai/", {"website": ""})
