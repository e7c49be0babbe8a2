"""Addresses of certificates, documents and the practice library."""

from django.urls import path

from .views import certificates, documents, graduation, library, past

app_name = "portfolios"

urlpatterns = [
    # Graduation
    path("graduation/<int:pk>/", graduation.graduation, name="graduation"),
    path("graduation/<int:pk>/graduate/", graduation.graduate_schools, name="graduate_schools"),
    path("graduation/<int:pk>/order/", graduation.order_celebration, name="order_celebration"),
    path("graduates/import/", past.import_graduates, name="import_graduates"),
    path("graduates/template/", past.graduates_template, name="graduates_template"),
    path("places/<int:pk>/names/", graduation.proof_names, name="proof_names"),
    path("places/<int:pk>/presentation/", graduation.note_presentation, name="note_presentation"),
    # Certificates
    path("certificates/", certificates.certificates, name="certificates"),
    path("certificates/<int:pk>/pdf/", certificates.download_certificate, name="download_certificate"),
    path("certificates/<int:pk>/reissue/", certificates.reissue_certificate, name="reissue_certificate"),
    path("certificates/<int:pk>/revoke/", certificates.revoke_certificate, name="revoke_certificate"),
    path("check/", certificates.find_certificate, name="find_certificate"),
    path("check/<str:code>/", certificates.check_certificate, name="check_certificate"),
    # Documents
    path("documents/", documents.documents, name="documents"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/download/", documents.download_document, name="download_document"),
    path("documents/<int:pk>/stop/", documents.stop_document, name="stop_document"),
    path("documents/<int:pk>/again/", documents.try_document_again, name="try_document_again"),
    path("portfolio/<int:pk>/", documents.portfolio, name="portfolio"),
    path("portfolio/<int:pk>/ask/", documents.ask_for_portfolio, name="ask_for_portfolio"),
    path("cohorts/<int:pk>/print-file/", documents.ask_for_print_file, name="ask_for_print_file"),
    path("plans/<int:pk>/pdf/", documents.download_plan, name="download_plan"),
    # The practice library
    path("places/<int:pk>/entry/", library.start_entry, name="start_entry"),
    path("entries/<int:pk>/", library.entry, name="entry"),
    path("entries/<int:pk>/edit/", library.edit_entry, name="edit_entry"),
    path("entries/<int:pk>/consent/", library.give_consent, name="give_consent"),
    path("entries/<int:pk>/withdraw-consent/", library.withdraw_consent, name="withdraw_consent"),
    path("entries/<int:pk>/submit/", library.submit_entry, name="submit_entry"),
    path("entries/<int:pk>/changes/", library.ask_for_changes, name="ask_for_changes"),
    path("entries/<int:pk>/anonymity/", library.check_anonymity, name="check_anonymity"),
    path("entries/<int:pk>/approve/", library.approve_entry, name="approve_entry"),
    path("entries/<int:pk>/publish/", library.publish_entry, name="publish_entry"),
    path("entries/<int:pk>/withdraw/", library.withdraw_entry, name="withdraw_entry"),
    path("library/", library.library, name="library"),
    path("library/<int:entry_pk>/", library.library_entry, name="library_entry"),
]
