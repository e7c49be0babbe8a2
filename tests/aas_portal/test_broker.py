"""Wake-ups as files: whole or not at all, and a half one stops nobody."""

import pytest
from kombu import Connection
from kombu.transport.virtual import Empty

from aas_portal.broker import Transport
from aas_portal.celery import app


@pytest.fixture
def box(tmp_path):
    """A queue in folders of its own."""
    folders = {"data_folder_in": "in", "data_folder_out": "in", "control_folder": "control"}
    options = {option: str(tmp_path / name) for option, name in folders.items()}
    for name in ("in", "control"):
        (tmp_path / name).mkdir()
    Transport.global_state.clear()  # a process remembers what it has bound
    with Connection("filesystem://localhost//", transport=Transport, transport_options=options) as connection:
        yield connection.SimpleQueue("jobs")


def test_what_is_put_is_got_in_order_and_leaves_no_file(box, tmp_path):
    for number in (1, 2):
        box.put({"number": number})
    got = [box.get(timeout=1) for _ in range(2)]
    for message in got:
        message.ack()
    assert [message.payload for message in got] == [{"number": 1}, {"number": 2}]
    assert not list((tmp_path / "in").iterdir())


@pytest.mark.parametrize("half", [b"", b'{"body": "eyJ', b"\xff\xfe"])
def test_half_a_message_is_passed_over_for_the_next(box, tmp_path, half):
    (tmp_path / "in" / f"{0:020}_half.jobs.msg").write_bytes(half)
    box.put({"number": 2})
    assert box.get(timeout=1).payload == {"number": 2}
    assert not list((tmp_path / "in").glob("*_half*"))


def test_a_message_in_the_making_is_not_seen(box, tmp_path):
    (tmp_path / "in" / "0_new.jobs.msg.1234.part").touch()
    with pytest.raises(Empty):
        box.channel._get("jobs")


def test_a_message_that_another_worker_took_meanwhile_is_left_to_it(box, tmp_path, monkeypatch):
    monkeypatch.setattr("aas_portal.broker.os.listdir", lambda folder: ["0_gone.jobs.msg"])
    with pytest.raises(Empty):
        box.channel._get("jobs")


def test_half_a_list_of_queues_is_written_again(box, tmp_path):
    [table] = (tmp_path / "control").iterdir()
    table.write_text("")
    assert box.channel.get_table("jobs") == []
    box.channel._queue_bind("jobs", "jobs", "", "jobs")
    assert [bound.queue for bound in box.channel.get_table("jobs")] == ["jobs"]


def test_the_portal_uses_it_where_there_is_no_redis():
    if not app.conf.broker_url.startswith("filesystem:"):
        pytest.skip("Redis carries the wake-ups here")
    with app.connection_for_write() as connection:
        assert type(connection.transport).__module__ == "aas_portal.broker"
