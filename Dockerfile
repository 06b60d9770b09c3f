# The bot in a small image: no compiler, no root, nothing written but /data and /tmp.
# The digest is the one that several public projects pin with this tag. No registry was asked where
# this file was written; compare: docker buildx imagetools inspect python:3.13.14-slim-bookworm
ARG BASE=python:3.13.14-slim-bookworm@sha256:9d7f287598e1a5a978c015ee176d8216435aaf335ed69ac3c38dd1bbb10e8d64

FROM ${BASE} AS build
WORKDIR /src
RUN python -m venv /opt/ethics
COPY requirements.lock ./
RUN /opt/ethics/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY knowledge knowledge
RUN /opt/ethics/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM ${BASE}
RUN useradd --system --uid 10001 --home-dir /data ethics \
    && install --directory --owner=ethics --group=ethics /data
COPY --from=build /opt/ethics /opt/ethics
ENV PATH=/opt/ethics/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    ETHICS_DATA=/data \
    ETHICS_HTTP_HOST=0.0.0.0 \
    ETHICS_LOG_FORMAT=json
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8081/readyz', timeout=4)"]
ENTRYPOINT ["ethics"]
CMD ["run"]
