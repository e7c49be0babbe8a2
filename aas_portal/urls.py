"""Every address of the portal, by app."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from . import health

urlpatterns = [
    path("health/live", health.health_live, name="health_live"),
    path("health/ready", health.health_ready, name="health_ready"),
    path("accounts/", include("allauth.urls")),
    path("people/", include("accounts.urls")),
    path("messages/", include("notifications.urls")),
    path("record/", include("audit.urls")),
    path("terms/", include("terms.urls")),
    path("schools/", include("schools.urls")),
    path("training/", include("training.urls")),
    path("projects/", include("action_research.urls")),
    path("networks/", include("networks.urls")),
    path("self-audit/", include("evaluation.urls")),
    path("", include("portfolios.urls")),
    path("", include("cohorts.urls")),
    path("", include("kit.urls")),
    path("admin/", admin.site.urls),
]
if settings.DEMO:
    urlpatterns += [path("demo/", include("aas_portal.demo.urls"))]

handler400 = "kit.views.bad_request"
handler403 = "kit.views.permission_denied"
handler404 = "kit.views.page_not_found"
handler500 = "kit.views.server_error"
