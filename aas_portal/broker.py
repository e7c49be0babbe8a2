"""Wake-ups as files, for a portal without Redis: a file appears whole or not at all, and one that cannot be read wakes nobody.

Kombu's own writes in place, so that a worker can take a file before its first byte is written, and falls over it.
"""

import contextlib
import os
import uuid
from pathlib import Path
from queue import Empty
from time import monotonic_ns

from kombu.transport import filesystem
from kombu.utils.json import dumps, loads


def write_whole(path, text):
    """Nobody ever sees a part of the file: it takes its name when it is written."""
    part = path.with_name(f"{path.name}.{uuid.uuid4()}.part")
    part.write_text(text)
    part.replace(path)


class Channel(filesystem.Channel):
    """Kombu's folders and names, with files that are written elsewhere first."""

    def _put(self, queue, payload, **kwargs):
        name = f"{monotonic_ns():020}_{uuid.uuid4()}.{queue}.msg"
        write_whole(Path(self.data_folder_out) / name, dumps(payload))

    def _get(self, queue):
        """The oldest message; whoever removes its file has it. What cannot be read is dropped: the database is the truth."""
        for name in sorted(os.listdir(self.data_folder_in)):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            path = Path(self.data_folder_in) / name
            taken = path.with_suffix(f".{uuid.uuid4()}.taken")
            try:
                path.rename(taken)
            except FileNotFoundError:  # another worker was quicker
                continue
            text = taken.read_bytes()
            taken.unlink()
            with contextlib.suppress(ValueError):  # a process of an earlier version that was stopped left half a file
                return loads(text.decode())
        raise Empty

    def get_table(self, exchange):
        """Which queues listen; a file left half-written says nothing, and is written again by the next who binds."""
        try:
            return super().get_table(exchange)
        except ValueError:
            return []

    def _queue_bind(self, exchange, routing_key, pattern, queue):
        bound = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        table = self.get_table(exchange)
        if bound not in table:
            write_whole(self._exchange_file(exchange), dumps([bound, *table]))


class Transport(filesystem.Transport):
    """What `CELERY_BROKER_URL` names without Redis."""

    Channel = Channel
