# A small image with winnow and exiftool. Build it in the root of a checkout:
#   docker build -t winnow .
# docs/nightly.md says how it joins an Immich stack.
FROM python:3.13-slim AS wheel
WORKDIR /source
COPY . .
RUN python -m pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .

FROM python:3.13-slim
# Any exiftool that Debian ships will do, so no version is pinned.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libimage-exiftool-perl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 1000 winnow \
    && install -d -o winnow -g winnow -m 700 /home/winnow/data
RUN --mount=type=bind,from=wheel,source=/wheels,target=/wheels \
    python -m pip install --no-cache-dir /wheels/*.whl "av>=14"
USER 1000
WORKDIR /home/winnow
ENV WINNOW_HOME=/home/winnow/data \
    PYTHONUNBUFFERED=1
VOLUME /home/winnow/data
ENTRYPOINT ["winnow"]
CMD ["--help"]
