"""The wire: it forwards, keeps back, shows what it keeps back, and breaks."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from faults.waiting import until
from faults.wire import Way, Wire, running_wire


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    """A wire to a server that sends back what it gets."""
    serving: set[asyncio.StreamWriter] = set()

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving.add(writer)
        while content := await reader.read(100):
            writer.write(content)
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()[:2]
    async with running_wire(f"{host}:{port}") as laid:
        yield laid
    server.close()
    for writer in serving:
        writer.transport.abort()


Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def connected(wire: Wire) -> Connection:
    host, _, port = wire.address.rpartition(":")
    return await asyncio.open_connection(host, int(port))


async def test_given_a_wire_then_it_carries_both_ways(wire: Wire) -> None:
    reader, writer = await connected(wire)
    writer.write(b"an act")
    assert await reader.readexactly(6) == b"an act"
    writer.close()


@pytest.mark.parametrize("way", list(Way))
async def test_given_a_held_wire_when_cut_then_nothing_of_it_arrived(wire: Wire, way: Way) -> None:
    # given
    reader, writer = await connected(wire)
    wire.hold(way)
    writer.write(b"an act of 2023")
    await until(lambda: wire.holds("act of"), "it is kept back")
    assert not wire.holds("another act")
    # when
    broken = wire.cut()
    # then
    assert broken == 1
    with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
        await reader.readexactly(1)
    assert not wire.holds("act of")
    writer.close()


async def test_given_a_cut_wire_when_connected_again_then_it_carries(wire: Wire) -> None:
    _, before = await connected(wire)
    wire.hold(Way.TO_SERVER)
    wire.cut()
    before.close()
    reader, writer = await connected(wire)
    writer.write(b"again")
    assert await reader.readexactly(5) == b"again"
    writer.close()


async def test_given_no_server_when_connected_then_the_wire_breaks() -> None:
    async with running_wire("127.0.0.1:1") as laid:
        reader, writer = await connected(laid)
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await reader.readexactly(1)
        writer.close()
