"""A screenshot with at most 256 colours: a third of the size, and no difference that one would see."""

from __future__ import annotations

import base64
import struct
import zlib

from playwright.sync_api import Page

# The browser takes the picture apart: it can, and no imaging library is needed for it. The 256 commonest colours stay
# as they are, and every other becomes the nearest of these.
_INDEXED = """
async (picture) => {
  const image = await createImageBitmap(await (await fetch('data:image/png;base64,' + picture)).blob())
  const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d')
  canvas.drawImage(image, 0, 0)
  const { data } = canvas.getImageData(0, 0, image.width, image.height)
  const found = new Map()
  const colour = (at) => (data[at] << 16) | (data[at + 1] << 8) | data[at + 2]
  for (let at = 0; at < data.length; at += 4) {
    const kept = found.get(colour(at)) ?? { count: 0, rgb: [data[at], data[at + 1], data[at + 2]] }
    kept.count += 1
    found.set(colour(at), kept)
  }
  const ranked = [...found.values()].sort((a, b) => b.count - a.count)
  const chosen = ranked.slice(0, 256).map((each) => each.rgb)
  const far = (a, b) => a.reduce((sum, each, at) => sum + (each - b[at]) ** 2, 0)
  for (const each of ranked) {
    each.index = chosen.reduce((best, rgb, at) => (far(rgb, each.rgb) < far(chosen[best], each.rgb) ? at : best), 0)
  }
  const indices = new Uint8Array(data.length / 4).map((_, at) => found.get(colour(at * 4)).index)
  const address = await new Promise((done) => {
    const reader = new FileReader()
    reader.onload = () => done(reader.result)
    reader.readAsDataURL(new Blob([indices]))
  })
  return { width: image.width, height: image.height, palette: chosen.flat(), indices: address.split(',')[1] }
}
"""


def with_palette(page: Page, picture: bytes) -> bytes:
    """The same PNG by a palette; `page` is one whose policy allows a script to run, such as an empty one."""
    found = page.evaluate(_INDEXED, base64.b64encode(picture).decode())
    width, height, indices = found["width"], found["height"], base64.b64decode(found["indices"])
    lines = b"".join(b"\0" + indices[at : at + width] for at in range(0, width * height, width))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (b"IHDR", head), (b"PLTE", bytes(found["palette"])), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, *zip(*parts, strict=True)))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
