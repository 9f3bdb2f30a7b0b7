"""The embedded broker loses and doubles nothing, whoever publishes and consumes at the same time."""

import multiprocessing
import os
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection, Consumer, Exchange, Producer, Queue

from config.broker import Transport

PUBLISHERS, CONSUMERS, EACH = 4, 2, 250
QUEUE = Queue("celery", Exchange("celery", type="direct"), routing_key="celery")
spawn = multiprocessing.get_context("spawn")


def connect(folder: str) -> Connection:
    return Connection(transport=Transport, transport_options={"folder": folder, "polling_interval": 0.01})


def publish(folder: str, name: int) -> None:
    with connect(folder) as connection:
        producer = Producer(connection.channel())
        for number in range(EACH):
            producer.publish({"id": [name, number]}, exchange=QUEUE.exchange, routing_key="celery", declare=[QUEUE])


def consume(folder: str, seen, stop) -> None:
    def on_message(body, message):
        seen.put(tuple(body["id"]))
        message.ack()

    with connect(folder) as connection, Consumer(connection, [QUEUE], callbacks=[on_message], prefetch_count=4):
        while not stop.is_set():
            try:
                connection.drain_events(timeout=0.2)
            except TimeoutError:
                continue


def collect(seen, expected: int) -> list[tuple[int, int]]:
    received = []
    try:
        while len(received) < expected:
            received.append(seen.get(timeout=20))
    except Empty:
        return received
    return received


def test_concurrent_publishers_and_consumers_lose_and_double_nothing(tmp_path):
    seen, stop = spawn.Queue(), spawn.Event()
    consumers = [spawn.Process(target=consume, args=(str(tmp_path), seen, stop)) for _ in range(CONSUMERS)]
    publishers = [spawn.Process(target=publish, args=(str(tmp_path), name)) for name in range(PUBLISHERS)]
    for process in consumers + publishers:
        process.start()
    received = collect(seen, PUBLISHERS * EACH)
    stop.set()
    for process in consumers + publishers:
        process.join(timeout=30)

    assert [process.exitcode for process in consumers + publishers] == [0] * (CONSUMERS + PUBLISHERS)
    assert sorted(received) == [(name, number) for name in range(PUBLISHERS) for number in range(EACH)]
    assert seen.empty()
    assert list((tmp_path / "messages").iterdir()) == []
    assert list((tmp_path / "claimed").iterdir()) == []


def test_a_half_written_message_is_not_seen(tmp_path, monkeypatch):
    with connect(str(tmp_path)) as connection:
        channel = connection.channel()

        def killed(source: Path, target: Path) -> None:
            raise InterruptedError

        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", killed)
            with pytest.raises(InterruptedError):
                channel._put("celery", {"id": 1})
        assert channel._size("celery") == 0
        with pytest.raises(Empty):
            channel._get("celery")


def test_messages_leave_in_the_order_of_arrival(tmp_path):
    with connect(str(tmp_path)) as connection:
        channel = connection.channel()
        for number in range(20):
            channel._put("celery", {"id": number})
        assert [channel._get("celery")["id"] for _ in range(20)] == list(range(20))


def test_unfinished_messages_return_when_the_consumer_leaves(tmp_path):
    with connect(str(tmp_path)) as connection:
        Producer(connection.channel()).publish({"id": 1}, routing_key="celery", declare=[QUEUE])
    with connect(str(tmp_path)) as connection, Consumer(connection, [QUEUE], callbacks=[lambda body, message: None]):
        connection.drain_events(timeout=2)
        assert connection.default_channel._size("celery") == 0
    with connect(str(tmp_path)) as connection:
        assert connection.channel()._size("celery") == 1


def test_routing_table_keeps_every_binding_and_forgets_deleted_ones(tmp_path):
    with connect(str(tmp_path)) as connection:
        channel = connection.channel()
        channel._queue_bind("celery", "celery", "", "one")
        channel._queue_bind("celery", "celery", "", "two")
        channel._queue_bind("celery", "celery", "", "two")
        assert {row.queue for row in channel.get_table("celery")} == {"one", "two"}
        channel._delete("one", "celery", "celery", "")
        assert [row.queue for row in channel.get_table("celery")] == ["two"]
