# One image for web, worker and beat. The style sheet is committed, so nothing here needs Node.
FROM python:3.13-slim-trixie AS build
RUN pip install --no-cache-dir 'uv>=0.9'
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never
WORKDIR /portal
COPY pyproject.toml uv.lock ./
RUN uv sync --locked --no-dev

FROM python:3.13-slim-trixie
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home portal \
    && install -d -o portal -g portal /data
WORKDIR /portal
COPY --from=build /portal/.venv .venv
COPY . .
# Python's own buffering would hold log lines back
ENV PATH=/portal/.venv/bin:$PATH PYTHONUNBUFFERED=1 VAR_DIR=/data
USER portal
VOLUME /data
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "--no-ws", "aas_portal.wsgi:application"]
