"""What the web server calls; DANVAN_PROCESS decides whose pages it serves."""

import os

from django.core.wsgi import get_wsgi_application

from danvan.config.connections import end_with_threads

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "danvan.config.settings")
application = get_wsgi_application()
end_with_threads()
