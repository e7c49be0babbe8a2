"""Who may do what with certificates, documents and entries, and when."""

from cohorts.models import PLACE_FLOW
from schools.policies import holds, is_assigned
from schools.ties import assigned_to, written_for_by

from .models import DOCUMENT_FLOW, ENTRY_FLOW, CertificateState


def writes_for(user, school_id):
    """Whether a person may write for a school: its headteacher and leads, and leads and administrators on its behalf."""
    return user.sees_every_school or school_id in written_for_by(user)


def reads_papers_of(user, school_id):
    """Whether a person reads a school's papers: whoever writes for it, and the adviser who looks after it."""
    return writes_for(user, school_id) or (user.is_adviser and school_id in assigned_to(user))


def can_see_graduation(user, cohort=None):
    """Leads and administrators prepare graduations; advisers and observers read how far schools are on the board."""
    return user.sees_every_school


def can_graduate_schools(user, cohort=None):
    """The programme lead decides graduation."""
    return user.is_programme_lead


def can_import_graduates(user):
    """Leads and administrators bring in the years before the portal."""
    return user.sees_every_school


def can_order_celebration(user, cohort=None):
    """Leads and administrators set the running order."""
    return user.sees_every_school


@PLACE_FLOW.when("proof_names")
def can_proof_names(user, place):
    """The school checks how its names print; leads and administrators may on its behalf."""
    return writes_for(user, place.school_id)


@PLACE_FLOW.when("present")
def can_note_presentation(user, place):
    """The programme lead notes that a school presented."""
    return user.is_programme_lead


def can_download_certificate(user, certificate):
    """Whoever reads the school's papers; a contributor only their own."""
    return reads_papers_of(user, certificate.place.school_id) or (
        certificate.holder_id is not None and certificate.holder.user_id == user.pk
    )


def can_reissue_certificate(user, certificate):
    """Leads and administrators put a wrong name right, or issue anew what was revoked; once each."""
    return user.sees_every_school and certificate.is_latest


def can_revoke_certificate(user, certificate):
    """Leads and administrators, while it counts."""
    return user.sees_every_school and certificate.state == CertificateState.VALID


def can_ask_for_portfolio(user, school):
    """The school's own people who write for it, its adviser, leads and administrators."""
    return reads_papers_of(user, school.pk)


def can_ask_for_print_file(user, cohort):
    """Leads and administrators send certificates to the printer."""
    return user.sees_every_school


def can_see_documents(user):
    """Everybody who may read a document has a page of them."""
    return user.sees_every_school or user.is_adviser or bool(written_for_by(user))


def can_read_document(user, document):
    """Whoever reads its school's papers; what belongs to no school stays with leads and administrators."""
    return user.sees_every_school or (document.school_id is not None and reads_papers_of(user, document.school_id))


@DOCUMENT_FLOW.when("stop")
def can_stop_document(user, document):
    """Whoever asked for it, and whoever writes for its school."""
    return document.asked_by_id == user.pk or writes_for(user, document.school_id)


@DOCUMENT_FLOW.when("try_again")
def can_try_document_again(user, document):
    """Whoever asked for it, and whoever writes for its school."""
    return document.asked_by_id == user.pk or writes_for(user, document.school_id)


def can_see_entry(user, entry):
    """Whoever sees the school; an observer who has no other part in it reads the library."""
    school = entry.place.school
    return not user.is_observer or user.sees_every_school or holds(user, school) or is_assigned(user, school)


def can_start_entry(user, place):
    """Whoever writes for the school."""
    return writes_for(user, place.school_id)


@ENTRY_FLOW.when("revise")
def can_edit_entry(user, entry):
    """Whoever writes for the school."""
    return writes_for(user, entry.school_id)


@ENTRY_FLOW.when("submit")
def can_submit_entry(user, entry):
    """Whoever writes for the school."""
    return writes_for(user, entry.school_id)


def can_give_consent(user, entry):
    """The school alone: consent is never given on its behalf."""
    return entry.school_id in written_for_by(user)


def can_withdraw_consent(user, entry):
    """The school, and leads and administrators when told by it."""
    return writes_for(user, entry.school_id)


@ENTRY_FLOW.when("ask_for_changes")
def can_ask_for_changes(user, entry):
    """The programme lead answers an entry."""
    return user.is_programme_lead


@ENTRY_FLOW.when("check_anonymity")
def can_check_anonymity(user, entry):
    """A named person of the Virtual School reads it for anything that shows a child."""
    return user.sees_every_school


@ENTRY_FLOW.when("approve")
def can_approve_entry(user, entry):
    """The programme lead."""
    return user.is_programme_lead


@ENTRY_FLOW.when("publish")
def can_publish_entry(user, entry):
    """The programme lead."""
    return user.is_programme_lead


@ENTRY_FLOW.when("withdraw")
def can_withdraw_entry(user, entry):
    """The school, leads and administrators."""
    return writes_for(user, entry.school_id)
