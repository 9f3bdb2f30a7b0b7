.DEFAULT_GOAL := run
.PHONY: run test bench lint

PORT ?= 8000
PYTHON := .venv/bin/python
export PORT
export PYTHONUTF8 := 1

run:
	@python3 -m scripts.install
	@$(PYTHON) -m scripts.serve

test:
	@python3 -m scripts.install --dev
	@$(PYTHON) -m scripts.test $(ARGS)

bench:
	@python3 -m scripts.install --dev
	@missed=0; $(PYTHON) -m bench.run $(ARGS) || missed=1; $(PYTHON) -m bench.awards $(ARGS) || missed=1; \
	$(PYTHON) -m bench.papers $(ARGS) || missed=1; exit $$missed

# Production settings with invented values: what is checked is the settings, not the secrets.
DEPLOY := DJANGO_SETTINGS_MODULE=config.settings.prod ALLOWED_HOSTS=khoi.example.vn SITE_URL=https://khoi.example.vn \
	SECRET_KEY=$$($(PYTHON) -c "import secrets; print(secrets.token_urlsafe(60))") EMAIL_HOST=mail.example.vn \
	DATABASE_URL=postgres://khoi:khoi@db/khoi REDIS_URL=redis://redis:6379/0

lint:
	@python3 -m scripts.install --dev
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m djlint --lint --quiet templates
	DJANGO_SETTINGS_MODULE=config.settings.test $(PYTHON) manage.py makemigrations --check --dry-run
	@echo "manage.py check --deploy (config.settings.prod)"; $(DEPLOY) $(PYTHON) manage.py check --deploy --fail-level WARNING
