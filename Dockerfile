# The same installation as `make run` (scripts/install.py), on plain Debian 12; the application runs as a user
# without rights and needs no compiler.
FROM debian:12-slim

RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 python3-venv ca-certificates \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /srv/khoi
COPY requirements.txt constraints.txt ./
COPY scripts ./scripts
RUN python3 -m scripts.install && rm -rf /var/lib/apt/lists/* /root/.cache

COPY . .
ENV PATH="/srv/khoi/.venv/bin:$PATH" \
    PYTHONUTF8=1 \
    PYTHONUNBUFFERED=1 \
    XDG_CACHE_HOME=/tmp/cache \
    DJANGO_SETTINGS_MODULE=config.settings.prod

# Static files are part of the image. collectstatic uses none of the variables that the settings require; only var/ is
# writable at run time.
RUN SECRET_KEY=build ALLOWED_HOSTS=- SITE_URL=- EMAIL_HOST=- DATABASE_URL=sqlite:///- REDIS_URL=redis://- python manage.py collectstatic --noinput --verbosity 0 \
    && useradd --system --uid 10001 --no-create-home khoi \
    && mkdir -p var/media \
    && chown -R khoi var
USER khoi

EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", "config.wsgi:application"]
