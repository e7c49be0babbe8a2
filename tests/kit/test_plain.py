"""A zero byte, in an address, a query or a form, is a bad request; anything a person types goes through."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("/check/AB%00C/", {}),
        ("/training/feed/x%00y.ics", {}),
        ("/library/", {"q": "door\x00"}),
        ("/library/", {"q\x00": "door"}),
        ("/accounts/login/", {"next": "/\x00"}),
    ],
)
def test_a_zero_byte_is_a_bad_request(client, address, query):
    answer = client.get(address, query)
    assert (answer.status_code, "<h1" in answer.content.decode()) == (400, True)


def test_in_a_form_too(client_of, cast):
    client = client_of(cast.lead)
    assert client.post("/people/me/", {"name": "Marian\x00Osgood"}).status_code == 400
    assert client.post("/people/me/", {"name": "Marian Ösgood ‘⁂’"}).status_code == 302
    cast.lead.refresh_from_db()
    assert cast.lead.name == "Marian Ösgood ‘⁂’"
