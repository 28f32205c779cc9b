#pragma once
// Every limit of the server. Sizes in bytes, times in milliseconds, unless the name says otherwise.
// The wire's own limits (sizes of fields and frames) stand in protocol/ and are checked against
// these.

#include <cstddef>
#include <cstdint>

namespace usher::limits {

inline constexpr std::int64_t second_ms = 1'000;
inline constexpr std::int64_t minute_ms = 60 * second_ms;
inline constexpr std::int64_t hour_ms = 60 * minute_ms;
inline constexpr std::int64_t day_ms = 24 * hour_ms;

// Text that people write or browsers report.
inline constexpr std::size_t message_bytes_max = 16 * 1024;
inline constexpr std::size_t client_id_bytes_max = 64;
inline constexpr std::size_t file_name_bytes_max = 255;
inline constexpr std::size_t file_bytes_max = 10 * 1024 * 1024;
inline constexpr std::size_t name_bytes_max = 256;
inline constexpr std::size_t email_bytes_max = 254;
inline constexpr std::size_t phone_bytes_max = 64;
inline constexpr std::size_t url_bytes_max = 2'048;
inline constexpr std::size_t title_bytes_max = 512;
inline constexpr std::size_t host_bytes_max = 253;
inline constexpr std::size_t keyword_bytes_max = 256;       // what a visitor searched for
inline constexpr std::size_t campaign_bytes_max = 128;      // each part of it
inline constexpr std::size_t region_name_bytes_max = 128;   // of a country, province or city
inline constexpr std::size_t user_agent_bytes_max = 1'024;  // that are read of it
inline constexpr std::size_t note_bytes_max = 2'000;        // of a transfer, and internal ones
inline constexpr std::size_t tag_bytes_max = 64;
inline constexpr std::size_t invitation_bytes_max = 1'000;
inline constexpr std::size_t disposition_bytes_max = 500;
inline constexpr std::size_t attribute_name_bytes_max = 64;
inline constexpr std::size_t attribute_value_bytes_max = 1'024;
inline constexpr std::size_t attributes_max = 64;
inline constexpr std::size_t external_id_bytes_max = 256;  // the site's own id of a person
inline constexpr std::size_t person_notes_max = 200;       // of the staff's, on a person
inline constexpr std::size_t person_tags_max = 50;
inline constexpr std::size_t person_visitors_max = 500;     // that are one person
inline constexpr std::size_t person_fields_max = 50;        // of an account
inline constexpr std::size_t person_options_max = 100;      // of a choice among them
inline constexpr std::size_t person_edits_max = 100;        // in one request
inline constexpr std::size_t edited_visitors_max = 20'000;  // a floor remembers the edits of
inline constexpr std::size_t import_rows_max = 1'000;       // of a file of people
inline constexpr std::size_t duplicates_max = 20;           // of a person, that are offered

// The floor.
inline constexpr std::size_t trail_pages_max =
    20;  // pages of a visit that the floor keeps in memory
inline constexpr std::size_t view_bytes_max = 32;         // the browser's name for a page view
inline constexpr std::int64_t page_ago_ms_max = hour_ms;  // a page may be told so late
inline constexpr std::int64_t dwell_slack_ms =
    2 * second_ms;  // of a page beyond its age: clocks and networks
inline constexpr std::int64_t dwell_news_ms = 3 * second_ms;  // at least between two to agents
inline constexpr std::size_t past_visitors_max = 20'000;      // whose visits are counted on
inline constexpr std::size_t invitations_visit_max = 10;      // of a visit; a cap may be lower
inline constexpr std::uint32_t invitations_per_visit = 3;     // unless a rule says less, or more
inline constexpr std::uint32_t invitations_per_day = 5;       // of a visitor; the same
inline constexpr std::int64_t invitation_cool_down_ms =
    30 * minute_ms;                                                 // after a refusal; the same
inline constexpr std::int64_t invitation_open_ms = 10 * minute_ms;  // until it counts as ignored
inline constexpr std::int64_t invitation_keep_ms =
    minute_ms;  // what it led to is its agent's first
inline constexpr std::size_t receipts_max =
    64;  // per conversation; older ones are looked up in the journal
inline constexpr std::size_t receipts_closed_max = 32;  // the same, once it is closed
inline constexpr std::size_t receipt_filter_bits =
    131'072;  // of a conversation with receipts cut off
inline constexpr std::size_t preview_bytes_max =
    120;                                             // of a conversation's last message, for lists
inline constexpr std::size_t capacity_max = 10'000;  // places of one agent for conversations
inline constexpr std::size_t held_max = 100;         // of them, on hold
inline constexpr std::uint32_t weight_max = 20;      // places that one of them takes
inline constexpr std::size_t notes_max = 100;        // internal ones of a conversation
inline constexpr std::size_t tags_max = 20;          // of a conversation
inline constexpr std::size_t participants_max = 20;  // of a conversation, beside its owner
inline constexpr std::size_t acts_max = 200;         // of supervisors, remembered
inline constexpr std::int64_t lease_ms = 30 * second_ms;  // an agent's, renewed by its heartbeats
inline constexpr std::int64_t grace_ms = 60 * second_ms;  // a lost agent keeps its conversations
inline constexpr std::int64_t ring_ms =
    30 * second_ms;  // an offer's, unless its queue says otherwise
inline constexpr std::int64_t offer_retry_ms =
    20 * second_ms;  // the only agent left gets an offer again
inline constexpr std::int64_t visit_linger_ms = 5 * minute_ms;  // a visit after its last connection
inline constexpr std::int64_t closed_keep_ms =
    7 * day_ms;                                         // a closed conversation stays on the floor
inline constexpr std::size_t closed_rows_max = 200;     // closed conversations in a console's list
inline constexpr std::size_t resume_entries_max = 200;  // in one page of a resume
inline constexpr std::size_t page_bytes_max =
    128 * 1024;  // of the texts of such a page; then it ends early
inline constexpr std::size_t sign_in_failures_max = 10'000;  // addresses and logins remembered
inline constexpr std::size_t password_bytes_min = 8;
inline constexpr std::size_t password_bytes_max = 256;
inline constexpr int bad_frames_max = 5;  // then the connection is closed

// A queue's policy and what it asks of agents.
inline constexpr std::int64_t policy_ms_max = day_ms;
inline constexpr std::uint32_t misses_max = 100;  // in a row, until an agent is away
inline constexpr std::uint32_t priority_max = 9;
inline constexpr std::uint32_t tier_max = 9;
inline constexpr std::uint32_t full_at_max = 1'000'000;  // waiting conversations
inline constexpr std::size_t skills_max = 32;            // of an agent, a queue, a conversation
inline constexpr std::size_t skill_bytes_max = 64;
inline constexpr std::size_t why_agents_max = 8;   // named as rivals of an offer; as many passed
inline constexpr std::size_t explained_max = 500;  // agents in a "why is this waiting?"
inline constexpr std::int64_t places_every_ms = second_ms;  // at most, waiting visitors are told
inline constexpr std::size_t places_slice = 500;            // of them, in one turn of the loop
inline constexpr std::size_t why_bytes_max = 1'024;  // of an offer's explanation in the journal
inline constexpr std::size_t spans_max = 12;         // of opening hours in a day
inline constexpr std::size_t holidays_max = 400;
inline constexpr std::int64_t hours_ahead_ms = 400 * day_ms;  // in which the next change is sought
inline constexpr std::int64_t hours_look_ms = day_ms;         // at most between two looks at them
inline constexpr std::int64_t queue_news_ms = second_ms;      // at least between two to visitors
inline constexpr std::int64_t queue_waits_ms = 10 * second_ms;  // the same, of waits alone
inline constexpr std::int64_t ring_ms_min = 5 * second_ms;      // what a queue may ask for
inline constexpr std::int64_t ring_ms_max = 10 * minute_ms;

// An account's settings.
inline constexpr std::size_t queues_max = 200;
inline constexpr std::size_t agents_max = 10'000;
inline constexpr std::size_t form_fields_max = 10;   // of a site's form
inline constexpr std::size_t form_options_max = 50;  // of a choice in it
inline constexpr std::size_t form_label_bytes_max = 200;
inline constexpr std::size_t left_reply_bytes_max = 2'000;
inline constexpr std::size_t rating_reasons_max = 10;  // of a site, to choose from
inline constexpr std::size_t rating_reason_bytes_max = 100;
inline constexpr std::size_t words_max = 200;        // that alarm
inline constexpr std::size_t identity_keys_max = 2;  // of a site: the newest, and the one before
inline constexpr std::int64_t identity_token_ms = day_ms;      // a token may be good for so long
inline constexpr std::int64_t identity_leeway_ms = minute_ms;  // its maker's clock may be fast
inline constexpr std::size_t word_bytes_max = 64;
inline constexpr std::size_t canned_replies_max = 5'000;
inline constexpr std::size_t canned_name_bytes_max = 64;
inline constexpr std::size_t canned_text_bytes_max = 4'000;
inline constexpr std::size_t canned_messages_max = 10;  // of a set, the first one included

// What visitors and messages tell supervisors.
inline constexpr std::uint32_t score_max = 5;  // of a rating; the lowest is 1
inline constexpr std::size_t rating_comment_bytes_max = 2'000;
inline constexpr std::size_t alarms_max =
    200;                                      // that nobody acknowledged; older ones are forgotten
inline constexpr std::size_t found_max = 20;  // messages with such words, of a conversation

// The watchdog.
inline constexpr std::int64_t watch_every_ms = second_ms;
inline constexpr std::size_t watch_slice_work = 1'000;  // of core::Watch, in one turn of the loop
inline constexpr std::size_t watch_slices_max = 20;     // of one second
inline constexpr std::size_t watch_lines_max = 10;      // of the log, of one slice
inline constexpr std::int64_t synthetic_every_ms = minute_ms;
inline constexpr std::int64_t rederive_every_ms = minute_ms;
inline constexpr std::int64_t trouble_shown_ms = 10 * minute_ms;  // after it was repaired

// The supervisors' board.
inline constexpr std::int64_t board_interval_ms = 250;  // between two changes of it

// Webhooks.
inline constexpr std::size_t webhooks_max = 20;               // of an account
inline constexpr std::size_t deliveries_max = 5'000;          // of a webhook, kept
inline constexpr std::size_t deliveries_shown_max = 20;       // of a webhook, to its people
inline constexpr std::size_t alarms_unstored_max = 10'000;    // while the store refuses
inline constexpr std::int64_t delivery_kept_ms = 7 * day_ms;  // after its end
inline constexpr std::int64_t delivery_tried_ms = day_ms;     // then it is given up
inline constexpr std::int64_t delivery_retry_ms_min = 5 * second_ms;
inline constexpr std::int64_t delivery_retry_ms_max = hour_ms;
inline constexpr std::int64_t alarm_late_ms_max = day_ms;    // begun before: known before a restart
inline constexpr std::int64_t former_secret_ms = day_ms;     // it signs beside its successor
inline constexpr std::size_t deliveries_under_way_max = 32;  // of all webhooks, one of each
inline constexpr std::int64_t http_client_ms = 10 * second_ms;   // a request to another server
inline constexpr std::int64_t http_connect_ms = 5 * second_ms;   // of it, until it is connected
inline constexpr std::size_t http_answer_bytes_max = 64 * 1024;  // headers and body, read of it
inline constexpr std::size_t http_requests_max = 64;             // to other servers at once

// The table of visitors.
inline constexpr std::int64_t visitor_rows_ms = 250;                 // between two changes of it
inline constexpr std::size_t visitor_rows_bytes_max = 128 * 1024;    // of one page of a snapshot
inline constexpr std::size_t visitor_changes_bytes_max = 64 * 1024;  // of one change

// The network.
inline constexpr std::int64_t regions_every_ms = minute_ms;  // between two looks at their file
inline constexpr std::size_t region_nodes_probed = 10'000;   // of that file, before it is used
inline constexpr std::size_t connections_max = 100'000;
inline constexpr std::size_t connections_per_address_max = 512;
inline constexpr std::size_t http_head_bytes_max = 16 * 1024;
inline constexpr std::size_t http_body_bytes_max = 1024 * 1024;
inline constexpr std::size_t frame_bytes_max = 32 * 1024;        // from a client
inline constexpr std::size_t send_queue_bytes_max = 256 * 1024;  // of one connection
inline constexpr std::size_t kernel_unsent_bytes_max =
    128 * 1024;  // of one connection, behind its send queue
inline constexpr std::size_t beacon_bytes_max = 16 * 1024;  // a page's last words
inline constexpr std::uint32_t beacons_per_second = 2;      // of one visitor, sustained
inline constexpr std::uint32_t beacons_burst = 20;
inline constexpr std::size_t beacon_visitors_max = 10'000;  // whose rates are remembered
inline constexpr std::int64_t archive_ms = 300;             // the archive's lag behind the journal
inline constexpr std::size_t archive_rows = 512;            // added in one step
inline constexpr std::size_t message_terms_max = 4'096;     // of a message, that are found again
inline constexpr std::size_t search_terms_max = 32;         // of a question
inline constexpr std::size_t search_bytes_max = 512;
inline constexpr std::size_t trail_read_max = 500;        // pages of a past visit
inline constexpr std::size_t audit_entries_max = 10'000;  // of an account, the newest
inline constexpr std::uint32_t retention_days_max = 36'500;
inline constexpr std::size_t erase_rows = 256;               // replaced with one commit
inline constexpr std::size_t sweep_max = 5'000;              // of a class that go in one round
inline constexpr std::int64_t sweep_ms = hour_ms;            // between two rounds
inline constexpr std::uint32_t privacy_asks_per_minute = 4;  // of one visitor
inline constexpr std::size_t exports_waiting_max = 16;
inline constexpr std::size_t export_bytes_max = 16 * 1024 * 1024;
inline constexpr std::int64_t erase_retry_ms = 10'000;
inline constexpr std::size_t archive_page_max = 50;       // results that are told at once
inline constexpr std::size_t funnel_rows_max = 200;       // keys with fewer visits are left out
inline constexpr std::int64_t funnel_days_max = 366;      // of a period
inline constexpr std::size_t uploads_max = 16;            // bodies of files on their way at once
inline constexpr std::int64_t upload_ms = 5 * minute_ms;  // the whole of one
inline constexpr std::size_t files_waiting_max = 64;      // for the disk
inline constexpr std::uint32_t uploads_burst = 20;        // of one person
inline constexpr std::uint32_t uploads_per_second = 1;
inline constexpr std::size_t uploaders_max = 10'000;  // whose rates are remembered
inline constexpr std::size_t file_ticket_bytes_max = 1'024;
inline constexpr std::int64_t file_ticket_ms = 12 * hour_ms;  // to send an uploaded file within
inline constexpr std::int64_t unsent_file_keep_ms = 2 * file_ticket_ms;
inline constexpr std::size_t unsent_files_max = 20;  // of one person
inline constexpr std::size_t unsent_bytes_max = std::size_t{2} * 1024 * 1024 * 1024;  // of all
inline constexpr std::uint64_t disk_left_bytes_min =
    512 * 1024 * 1024;                                      // uploads leave to messages
inline constexpr std::int64_t request_ms = 10 * second_ms;  // headers, body, TLS handshake: each
inline constexpr std::int64_t keep_alive_ms =
    60 * second_ms;                                           // an HTTP connection between requests
inline constexpr std::int64_t handle_ms = 60 * second_ms;     // the app's answer to a request
inline constexpr std::int64_t write_ms = 10 * second_ms;      // a byte waits in a send queue
inline constexpr std::int64_t silence_ms = 45 * second_ms;    // nothing came from a client
inline constexpr std::int64_t close_ms = 3 * second_ms;       // a close waits for the other end's
inline constexpr std::int64_t poll_hold_ms = 20 * second_ms;  // an empty long poll is held
inline constexpr std::int64_t accept_pause_ms = 200;          // no file descriptor was left
inline constexpr std::size_t poll_depth_max = 64;  // brackets in a long poll that are open at once

static_assert(grace_ms > lease_ms);
static_assert(receipts_closed_max < receipts_max);
static_assert(frame_bytes_max > message_bytes_max);
static_assert(poll_hold_ms < silence_ms);
static_assert(alarm_late_ms_max < delivery_kept_ms);
static_assert(deliveries_under_way_max < http_requests_max);

}  // namespace usher::limits
