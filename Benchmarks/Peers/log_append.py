"""Appends records to a log in SQLite in batches of 100. Arguments: file of records, log, full or normal."""

import os
import sqlite3
import struct
import sys
import time
import zlib

from peer import report

BATCH = 100
SYNCHRONOUS = {"full": 2, "normal": 1}


def read(path):
    """The records, each of which stands behind its length."""
    data = open(path, "rb").read()
    records = []
    at = 0
    while at + 4 <= len(data):
        (length,) = struct.unpack_from("<I", data, at)
        records.append(data[at + 4 : at + 4 + length])
        at += 4 + length
    return records


def append(connection, records, end, chain):
    """One batch, fenced by position; returns the new end and chain."""
    cursor = connection.cursor()
    cursor.execute("BEGIN IMMEDIATE")
    (found,) = cursor.execute("SELECT position FROM edge WHERE which = 1").fetchone()
    if found != end:
        raise RuntimeError(f"the log ends at {found}, expected {end}")
    past = end + len(records)
    rows = []
    for position, record in enumerate(records, end):
        chain = zlib.crc32(record, chain)
        rows.append((position, past, chain, record))
    cursor.executemany("INSERT INTO record VALUES (?, ?, ?, ?)", rows)
    cursor.execute("UPDATE edge SET position = ?, chain = ? WHERE which = 1", (past, chain))
    connection.commit()
    return past, chain


def main():
    records = read(sys.argv[1])
    path = sys.argv[2]
    for suffix in ("", "-wal", "-shm"):
        if os.path.exists(path + suffix):
            os.remove(path + suffix)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA synchronous = {SYNCHRONOUS[sys.argv[3]]}")
    (found,) = connection.execute("PRAGMA synchronous").fetchone()
    if found != SYNCHRONOUS[sys.argv[3]]:
        raise RuntimeError(f"synchronous is {found}")
    connection.execute(
        "CREATE TABLE record (position INTEGER PRIMARY KEY, batch_end INTEGER NOT NULL, "
        "checksum INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT"
    )
    connection.execute(
        "CREATE TABLE edge (which INTEGER PRIMARY KEY, position INTEGER NOT NULL, chain INTEGER NOT NULL) STRICT"
    )
    connection.execute("INSERT INTO edge VALUES (1, 0, 0)")

    end, chain = 0, 0
    start = time.perf_counter()
    for first in range(0, len(records), BATCH):
        end, chain = append(connection, records[first : first + BATCH], end, chain)
    seconds = time.perf_counter() - start
    connection.close()
    report({"SQLite (Python's)": sqlite3.sqlite_version}, perS=len(records) / seconds, records=end)


main()
