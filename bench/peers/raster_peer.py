"""The GDAL side of bench/raster: answers requests on stdin, one JSON object a line, on stdout.

hello {} · translate {source, into, options} · windows {path, windows, size, cpu, calls} ·
cut {path, threads, size, calls} · sums {path, windows, size}; a request that fails is answered
with {"error": …}. Times are seconds of each call.

GDAL is called through ctypes, which lets go of Python's lock and costs microseconds a call: what is
timed is GDAL, in the type of the file, without a conversion.
"""

import ctypes
import ctypes.util
import glob
import json
import os
import sys
import threading
import time

import numpy
import rasterio

SIZES = {1: 1, 2: 2, 6: 4}  # GDALDataType → bytes: u8, u16, f32
BLOCK_CACHE = 512 << 20


def library():
    """The one that rasterio brings, else the system's."""
    beside = os.path.join(os.path.dirname(rasterio.__file__), "..", "rasterio.libs", "libgdal*")
    found = sorted(glob.glob(beside)) or [ctypes.util.find_library("gdal")]
    gdal = ctypes.CDLL(found[0])
    p, i, s = ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p
    gdal.GDALOpen.restype = p
    gdal.GDALOpen.argtypes = [s, i]
    gdal.GDALClose.argtypes = [p]
    gdal.GDALGetRasterBand.restype = p
    gdal.GDALGetRasterBand.argtypes = [p, i]
    gdal.GDALGetRasterDataType.argtypes = [p]
    gdal.GDALGetRasterXSize.argtypes = [p]
    gdal.GDALGetRasterYSize.argtypes = [p]
    gdal.GDALFlushCache.argtypes = [p]
    gdal.GDALRasterIO.argtypes = [p, i, i, i, i, i, p, i, i, i, i, i]
    gdal.GDALSetCacheMax64.argtypes = [ctypes.c_int64]
    gdal.CPLSetConfigOption.argtypes = [s, s]
    gdal.CPLGetLastErrorMsg.restype = s
    gdal.GDALVersionInfo.restype = s
    gdal.GDALVersionInfo.argtypes = [s]
    gdal.GDALAllRegister()
    gdal.GDALSetCacheMax64(BLOCK_CACHE)
    for name, value in {
        b"GDAL_DISABLE_READDIR_ON_OPEN": b"EMPTY_DIR",
        b"GDAL_HTTP_MERGE_CONSECUTIVE_RANGES": b"YES",
        b"GDAL_PAM_ENABLED": b"NO",
    }.items():
        gdal.CPLSetConfigOption(name, value)
    return gdal


GDAL = library()


class Open:
    """One band of a dataset of its own."""

    def __init__(self, path, size):
        self.dataset = GDAL.GDALOpen(path.encode(), 0)
        if not self.dataset:
            raise OSError(GDAL.CPLGetLastErrorMsg().decode())
        self.band = GDAL.GDALGetRasterBand(self.dataset, 1)
        self.type = GDAL.GDALGetRasterDataType(self.band)
        self.width = GDAL.GDALGetRasterXSize(self.dataset)
        self.height = GDAL.GDALGetRasterYSize(self.dataset)
        self.pixels = numpy.empty(size * size * SIZES[self.type], dtype=numpy.uint8)
        self.pointer = self.pixels.ctypes.data

    def read(self, x, y, width, height):
        if GDAL.GDALRasterIO(
            self.band, 0, x, y, width, height, self.pointer, width, height, self.type, 0, 0
        ):
            raise OSError(GDAL.CPLGetLastErrorMsg().decode())

    def bits(self, width, height):
        """Sum of the samples, floats as the integers that their bits are."""
        size = SIZES[self.type]
        used = self.pixels[: width * height * size]
        return int(used.view({1: "u1", 2: "<u2", 4: "<u4"}[size]).sum(dtype=numpy.uint64))

    def close(self):
        GDAL.GDALClose(self.dataset)


class Peer:
    def hello(self):
        return {
            "gdal": GDAL.GDALVersionInfo(b"RELEASE_NAME").decode(),
            "rasterio": rasterio.__version__,
        }

    def translate(self, source, into, options):
        with rasterio.Env(GDAL_NUM_THREADS="ALL_CPUS"):
            from rasterio.shutil import copy

            copy(source, into, driver="COG", **options)
        return {}

    def windows(self, path, windows, size, cpu, calls):
        """Each window with no block of any other in the cache; cpu = seconds of the processor."""
        clock = time.thread_time if cpu else time.perf_counter
        return {"seconds": [self.cold(path, windows, size, clock) for _ in range(calls)]}

    def cold(self, path, windows, size, clock):
        GDAL.VSICurlClearCache()
        image = Open(path, size)
        spent = 0.0
        for x, y in windows:
            GDAL.GDALFlushCache(image.dataset)
            start = clock()
            image.read(x, y, size, size)
            spent += clock() - start
        image.close()
        return spent

    def sums(self, path, windows, size):
        image = Open(path, size)
        total = 0
        for x, y in windows:
            image.read(x, y, size, size)
            total += image.bits(size, size)
        image.close()
        return {"sum": str(total % (1 << 64))}

    def cut(self, path, threads, size, calls):
        """The whole band in squares, in rows; each thread has a dataset and a share of the rows."""
        return {"seconds": [self.whole(path, threads, size) for _ in range(calls)]}

    def whole(self, path, threads, size):
        GDAL.VSICurlClearCache()
        images = [Open(path, size) for _ in range(threads)]
        rows = -(-images[0].height // size)
        failures = []

        def share(k):
            image = images[k]
            try:
                for row in range(rows * k // threads, rows * (k + 1) // threads):
                    y = row * size
                    height = min(size, image.height - y)
                    for x in range(0, image.width, size):
                        image.read(x, y, min(size, image.width - x), height)
            except OSError as failure:
                failures.append(failure)

        start = time.perf_counter()
        helpers = [threading.Thread(target=share, args=(k,)) for k in range(1, threads)]
        for helper in helpers:
            helper.start()
        share(0)
        for helper in helpers:
            helper.join()
        spent = time.perf_counter() - start
        for image in images:
            image.close()
        if failures:
            raise failures[0]
        return spent


def main():
    # what libraries print must not reach the answers
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    peer = Peer()
    for line in sys.stdin:
        try:
            request = json.loads(line)
            answer = getattr(peer, request.pop("do"))(**request)
        except Exception as failure:  # the other side decides what to do without this answer
            answer = {"error": f"{type(failure).__name__}: {failure}"[:400]}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
