"""What the privacy page promises, each with the tests that keep it; and what nobody here can promise."""

from __future__ import annotations

PROMISES: dict[str, tuple[str, ...]] = {
    "forgotten": (
        "tests/desk/test_traces.py::test_what_is_asked_is_found_nowhere_afterwards",
        "tests/desk/test_pages.py::test_asking_leaves_no_trace",
    ),
    "pictures": (
        "tests/desk/test_traces.py::test_what_is_asked_is_found_nowhere_afterwards",
        "tests/desk/test_canaries.py::test_nothing_is_opened_for_writing_while_they_ask",
        "tests/desk/test_pictures.py::test_a_shared_result_has_no_picture_in_it",
        "tests/pictures/test_silence.py::test_reading_leaves_no_file_behind",
    ),
    "nobody": (
        "tests/desk/test_traces.py::test_who_asks_is_found_nowhere_afterwards",
        "tests/desk/test_schema.py::test_no_other_table_speaks_of_a_person_or_points_to_staff",
    ),
    "no-cookie": ("tests/desk/test_browser.py::test_asking_leaves_nothing_in_the_browser",),
    "nobody-else": ("tests/desk/test_browser.py::test_no_page_asks_anybody_else_for_anything",),
    "unopened": ("tests/desk/test_traces.py::test_no_process_opens_a_connection_while_it_answers",),
    "shared": (
        "tests/desk/sharing/test_document.py::test_without_the_message_no_word_of_it_is_stored",
        "tests/desk/sharing/test_sharing.py::test_a_shared_message_cannot_be_read_in_the_database",
        "tests/desk/sharing/test_sharing.py::test_an_expired_link_is_as_if_it_had_never_been",
        "tests/desk/sharing/test_sharing.py::test_the_one_who_shared_can_end_it",
    ),
    "sent": (
        "tests/desk/questions/test_pages.py::test_from_an_answer_to_a_receipt_and_back_to_nothing",
        "tests/desk/questions/test_linking.py::test_nothing_links_what_came_from_one_hand",
        "tests/desk/questions/test_purging.py::test_no_byte_is_left_of_what_was_forgotten",
        "tests/desk/questions/test_overview.py::test_the_figures_outlive_the_questions",
        "tests/desk/questions/test_told.py::test_it_is_told_of_what_is_answered_once_a_day_and_never_less",
        "tests/desk/questions/test_feedback.py::test_what_was_said_is_forgotten_with_the_asking_and_stays_counted",
        "tests/desk/questions/test_working.py::test_only_the_one_assigned_sees_what_is_covered",
        "tests/desk/questions/test_pages.py::test_a_picture_is_kept_without_what_its_file_tells",
        "tests/desk/questions/test_receiving.py::test_a_reply_address_is_sealed_and_apart",
        "tests/desk/answers/test_pictures.py::test_one_is_published_and_one_only_recognised",
        "tests/desk/answers/test_pictures.py::test_what_no_draft_and_no_record_has_is_forgotten",
    ),
}
"""By promise, the tests that fail when it is broken."""

LIMITS = ("network", "in-front", "device", "link", "operator")
"""What is out of reach of this software, most likely first."""
