"""The addresses of the staff's work, with the least role that may use each."""

from __future__ import annotations

from kiemtin.desk.accounts.roles import Role
from kiemtin.desk.people.staff import READ_AND_WRITE, WRITE, StaffRoute
from kiemtin.desk.workshop import answer_pages, draft_pages, draft_pictures, editor, queue_pages, queue_work, versions

READER, ANSWERER, REVIEWER = Role.READER, Role.ANSWERER, Role.REVIEWER

ROUTES: tuple[StaffRoute, ...] = (
    # A search comes by POST, so that no word of it stands in an address.
    StaffRoute("queue/", queue_pages.groups, "desk-queue", READER, READ_AND_WRITE),
    StaffRoute("queue/work/", queue_work.work, "desk-queue-work", ANSWERER, WRITE),
    StaffRoute("queue/undo/", queue_work.undo, "desk-queue-undo", ANSWERER, WRITE),
    StaffRoute("queue/operations/", queue_pages.operations, "desk-operations", READER),
    StaffRoute("queue/<int:number>/", queue_pages.group, "desk-group", READER),
    StaffRoute("queue/<int:number>/confirm/", queue_work.confirm, "desk-group-confirm", ANSWERER, WRITE),
    StaffRoute("queue/<int:number>/split/", queue_work.split, "desk-group-split", ANSWERER, WRITE),
    StaffRoute("queue/<int:number>/note/", queue_work.note, "desk-group-note", ANSWERER, WRITE, typed=True),
    StaffRoute("queue/<int:number>/draft/", queue_work.begin, "desk-group-draft", ANSWERER, WRITE),
    StaffRoute("queue/<int:number>/link/", queue_work.link, "desk-group-link", ANSWERER, WRITE, typed=True),
    StaffRoute("queue/pictures/<int:number>/", queue_pages.picture, "desk-picture", READER),
    StaffRoute("queue/pictures/<int:number>/whole/", queue_pages.whole_picture, "desk-picture-whole", ANSWERER),
    StaffRoute("drafts/", draft_pages.listed, "desk-drafts", READER),
    StaffRoute("drafts/new/", draft_pages.start, "desk-draft-new", ANSWERER, WRITE),
    StaffRoute("drafts/<int:number>/", draft_pages.draft, "desk-draft", READER),
    StaffRoute("drafts/<int:number>/edit/", editor.edit, "desk-draft-edit", ANSWERER, READ_AND_WRITE, typed=True),
    StaffRoute("drafts/<int:number>/pictures/", draft_pictures.attach, "desk-draft-pictures", ANSWERER, WRITE),
    StaffRoute("drafts/pictures/<str:sha256>/", draft_pictures.picture, "desk-draft-picture", READER),
    StaffRoute("drafts/<int:number>/versions/", versions.versions, "desk-draft-versions", READER),
    StaffRoute("drafts/<int:number>/preview/", draft_pages.preview, "desk-draft-preview", READER),
    StaffRoute("drafts/<int:number>/submit/", draft_pages.submit, "desk-draft-submit", ANSWERER, WRITE),
    StaffRoute("drafts/<int:number>/approve/", draft_pages.approve, "desk-draft-approve", REVIEWER, WRITE),
    StaffRoute("drafts/<int:number>/return/", draft_pages.give_back, "desk-draft-return", REVIEWER, WRITE, typed=True),
    StaffRoute("drafts/<int:number>/publish/", draft_pages.publish, "desk-draft-publish", REVIEWER, WRITE),
    StaffRoute("drafts/<int:number>/close/", draft_pages.close, "desk-draft-close", ANSWERER, WRITE),
    StaffRoute("drafts/<int:number>/reopen/", draft_pages.reopen, "desk-draft-reopen", ANSWERER, WRITE),
    StaffRoute("answers/", answer_pages.listed, "desk-answers", READER),
    StaffRoute("answers/<str:answer>/", answer_pages.answer, "desk-answer", READER),
    StaffRoute("answers/<str:answer>/change/", answer_pages.change, "desk-answer-change", ANSWERER, WRITE),
    StaffRoute(
        "answers/<str:answer>/withdraw/", answer_pages.withdraw, "desk-answer-withdraw", REVIEWER, WRITE, typed=True
    ),
)
"""Joined with the other addresses below ``/desk/`` in ``people/urls.py``."""
