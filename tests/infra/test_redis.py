"""Redis as the broker and the cache, when `make test` found one."""

import os
import uuid

import pytest
from django.core.cache.backends.redis import RedisCache
from kombu import Connection

REDIS_URL = os.environ.get("REDIS_URL", "")
pytestmark = pytest.mark.skipif(not REDIS_URL, reason="no Redis here (REDIS_URL is empty)")


def test_a_message_goes_through_redis():
    name = f"khoi-test-{uuid.uuid4().hex}"
    with Connection(REDIS_URL) as connection, connection.SimpleQueue(name, serializer="json") as queue:
        queue.put({"job": 7})
        message = queue.get(timeout=10)
        message.ack()
        assert message.payload == {"job": 7}
        queue.queue.delete()


def test_the_cache_keeps_a_value_in_redis():
    key = uuid.uuid4().hex
    cache = RedisCache(REDIS_URL, {})
    cache.set(key, "đ", timeout=30)
    assert cache.get(key) == "đ"
    cache.delete(key)
    assert cache.get(key) is None
