//! The contract with the page: one table of commands, from which handlers, TypeScript client and
//! permissions all come.
//!
//! Purpose: `builder()`. The test writes `ui/src/ipc/bindings.gen.ts` when `DESK_WRITE=1` and
//! fails when the file is stale. Must never: list a command that `command_names.rs` lacks.

use tauri_specta::{Builder, collect_commands};

use crate::commands;

/// All commands of the window.
#[expect(clippy::too_many_lines, reason = "one line a command")]
pub(crate) fn builder() -> Builder<tauri::Wry> {
    // A decision passes in a raw body, which no signature names.
    let decided = Builder::new()
        .typ::<office::protected::Decided>()
        .typ::<office::protected::ExportTold>()
        .typ::<office::protected::TurnTold>();
    decided.commands(collect_commands![
        commands::session::desk_state,
        commands::session::sign_in,
        commands::session::confirm_clock,
        commands::session::lock,
        commands::session::close_window,
        commands::session::last_words,
        commands::session::change_passphrase,
        commands::session::suggest_passphrase,
        commands::session::set_pin,
        commands::session::cover,
        commands::session::uncover,
        commands::session::activity,
        commands::session::stay,
        commands::session::appearance,
        commands::session::set_appearance,
        commands::users::users,
        commands::users::enrol_user,
        commands::users::accept_invitation,
        commands::users::change_user,
        commands::users::suspend_user,
        commands::users::settings,
        commands::users::change_setting,
        commands::users::try_place,
        commands::founding::founding_state,
        commands::founding::keep_founding,
        commands::founding::found,
        commands::founding::check_share,
        commands::founding::print_share,
        commands::founding::step_done,
        commands::founding::start_over,
        commands::founding::read_test_card,
        commands::founding::test_card,
        commands::founding::open_demo,
        commands::going_live::confirm_passphrase,
        commands::going_live::registers,
        commands::going_live::start_register,
        commands::going_live::look_at_sheet,
        commands::going_live::carry_over,
        commands::going_live::carry_progress,
        commands::going_live::cancel_carry,
        commands::going_live::write_carry_template,
        commands::going_live::find_carried,
        commands::queue::todays_queue,
        commands::queue::give_number,
        commands::queue::move_queue,
        commands::queue::open_wall,
        commands::counter::services,
        commands::counter::due_if_taken,
        commands::counter::computed,
        commands::counter::read_scan,
        commands::counter::read_lines,
        commands::counter::next_scan,
        commands::counter::typed_scan,
        commands::counter::serial_ports,
        commands::counter::read_date,
        commands::counter::find_people,
        commands::counter::open_person,
        commands::counter::person_for_form,
        commands::counter::restrict_address,
        commands::counter::see_address,
        commands::counter::look_alikes,
        commands::counter::save_visit,
        commands::counter::wrong_person,
        commands::merging::alike_record,
        commands::merging::compare_people,
        commands::merging::merge_people,
        commands::merging::unmerge_people,
        commands::households::households_of,
        commands::households::record_household,
        commands::households::change_household,
        commands::private::private_services,
        commands::private::private_people,
        commands::private::begin_private,
        commands::private::keep_private,
        commands::private::private_forms,
        commands::private::open_private,
        commands::private::discard_private,
        commands::private::hand_over_private,
        commands::private::open_index,
        commands::private::find_protected,
        commands::private::protected_waits,
        commands::private::open_protected,
        commands::private::open_apart,
        commands::private::add_to_protected,
        commands::private::work_on_protected,
        commands::private::make_out_slip,
        commands::private::record_consent,
        commands::private::refer,
        commands::deciding::sheets,
        commands::deciding::write_sheet,
        commands::deciding::decide_protected,
        commands::deciding::duty_pages,
        commands::deciding::print_duty,
        commands::deciding::letter_pages,
        commands::deciding::print_letter,
        commands::deciding::reopen_protected,
        commands::deciding::bar_from_protected,
        commands::deciding::declare_conflict,
        commands::evidence::add_evidence,
        commands::evidence::add_evidence_scan,
        commands::evidence::evidence_picture,
        commands::evidence::save_evidence,
        commands::evidence::export_protected,
        commands::evidence::shred_protected,
        commands::evidence::shredded,
        commands::evidence::turn_into_protected,
        commands::private::grant_clearance,
        commands::private::revoke_clearance,
        commands::route::routes,
        commands::route::print_route,
        commands::route::destroy_route,
        commands::files::open_files,
        commands::files::find_file,
        commands::files::file_page,
        commands::files::move_file,
        commands::files::extend_file,
        commands::files::assign_file,
        commands::files::apologise,
        commands::files::take_papers,
        commands::files::control_sheet,
        commands::files::declaration_pages,
        commands::files::print_declaration,
        commands::files::code_file,
        commands::files::keep_in_person,
        commands::files::release_address,
        commands::files::results_of,
        commands::files::hand_over_result,
        commands::files::answer_caller,
        commands::files::copy_sheet,
        commands::files::copy_line,
        commands::attachments::attach_file,
        commands::attachments::scans_waiting,
        commands::attachments::attach_scan,
        commands::attachments::attach_progress,
        commands::attachments::cancel_attaching,
        commands::attachments::attachment_picture,
        commands::attachments::withdraw_attachment,
        commands::attachments::save_attachment,
        commands::catalogue::unsure_values,
        commands::catalogue::confirm_value,
        commands::catalogue::editable_services,
        commands::catalogue::preview_edit,
        commands::catalogue::edit_service,
        commands::catalogue::directory,
        commands::catalogue::keep_body,
        commands::catalogue::drop_body,
        commands::catalogue::recounts,
        commands::catalogue::recount,
        commands::day::keep_draft,
        commands::day::drafts,
        commands::day::open_draft,
        commands::day::take_draft,
        commands::day::discard_draft,
        commands::day::shift_notes,
        commands::day::write_shift_note,
        commands::day::acknowledge_note,
        commands::day::day_state,
        commands::day::end_day,
        commands::day::end_day_on_duty,
        commands::day::reopen_day,
        commands::day::day_sheet_pages,
        commands::day::print_day_sheet,
        commands::backup::backups,
        commands::backup::make_backup,
        commands::backup::backup_progress,
        commands::backup::cancel_backup,
        commands::backup::check_backup,
        commands::places::find_places,
        commands::papers::receipt_pages,
        commands::papers::slip_pages,
        commands::papers::printers,
        commands::papers::print_receipt,
        commands::papers::print_slip,
        commands::papers::print_refusal,
        commands::papers::print_test_page,
        commands::papers::print_states,
        commands::papers::seen_in_hand,
        commands::papers::not_on_paper,
        commands::papers::reprint_receipt,
        commands::papers::check_receipt,
        commands::queue::wall,
    ])
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use specta_typescript::Typescript;

    use super::*;

    include!("command_names.rs");

    const HEAD: &str = "// Generated from the window's commands by the test \
        `the_typescript_client_is_fresh` (DESK_WRITE=1 renews it); never edited by hand.";

    fn root() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR"))
    }

    fn generated() -> String {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("bindings.ts");
        builder()
            .disable_serde_phases()
            .export(Typescript::default().header(HEAD), &file)
            .unwrap();
        std::fs::read_to_string(file).unwrap()
    }

    #[test]
    fn the_typescript_client_is_fresh() {
        let path = root().join("../ui/src/ipc/bindings.gen.ts");
        let fresh = generated();
        if std::env::var_os("DESK_WRITE").is_some() {
            std::fs::write(&path, &fresh).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            committed == fresh,
            "bindings.gen.ts is stale: run this test with DESK_WRITE=1"
        );
    }

    #[test]
    fn every_command_is_declared_permitted_and_in_the_client_and_no_other() {
        let client = generated();
        for name in COMMAND_NAMES.iter().chain(WALL_NAMES) {
            assert!(
                client.contains(&format!("\"{name}\"")),
                "{name} is not in the client"
            );
        }
        let calls = client.matches("__TAURI_INVOKE(\"").count();
        assert_eq!(
            calls,
            COMMAND_NAMES.len() + WALL_NAMES.len(),
            "a command is missing in command_names.rs"
        );

        holds("main", COMMAND_NAMES);
        holds("wall", WALL_NAMES);
    }

    /// A capability names its window, its commands one for one, and no other address.
    fn holds(window: &str, names: &[&str]) {
        let path = root().join(format!("capabilities/{window}.json"));
        let text = std::fs::read_to_string(path).unwrap();
        let capability: serde_json::Value = serde_json::from_str(&text).unwrap();
        let allowed: Vec<String> = names
            .iter()
            .map(|name| format!("allow-{}", name.replace('_', "-")))
            .collect();
        assert_eq!(capability["permissions"], serde_json::json!(allowed));
        assert_eq!(capability["windows"], serde_json::json!([window]));
        assert_eq!(capability.get("remote"), None);
    }
}
