"""The table of every private part of Textual that the wizard uses.

A test compares it with the code, and with the installed Textual. `_textual` is the only module
that names one; an override of a private method stays in its class, and the table says where.
"""

from typing import NamedTuple


class Private(NamedTuple):
    """A private part of Textual: `name` of the class or module `owner`.

    `test` is the one in `tests` that fails without it. `override` is the class of the wizard that
    overrides it, if one does.
    """

    owner: str
    name: str
    why: str
    watch: str
    test: str
    override: str = ""


ALWAYS: tuple[Private, ...] = (
    # What is typed
    Private(
        "textual._xterm_parser",
        "XTermParser",
        "Turn the terminal's bytes into keys, whatever they are: `SafeParser` builds upon it.",
        "Another parser, or `feed` and `tick` with other arguments or results.",
        "tui/test_typing.py::test_a_paste_is_text_without_controls",
    ),
    Private(
        "textual._xterm_parser.XTermParser",
        "_sequence_to_key_events",
        "Drop a terminal's late answers, and sequences that would raise.",
        "Its name and arguments; whether bad sequences still raise.",
        "tui/test_typing.py::test_an_impossible_sequence_is_ignored",
        override="tui_app.tui.terminal.parser.SafeParser",
    ),
    Private(
        "textual.widgets.Input",
        "_value",
        "Draw a secret as asterisks, and each character in as many cells as it moves the cursor.",
        "How `render_line` gets the text that it draws.",
        "tui/test_wizard.py::test_a_password_that_is_left_does_not_tell_how_long_it_is",
        override="tui_app.tui.widgets.field_input.FieldInput",
    ),
    Private(
        "textual.widgets.Input",
        "_position_to_cell",
        "Put the cursor where the character is drawn.",
        "How the cursor's column is found.",
        "tui/test_private_parts.py::test_the_cursor_stands_where_its_character_is_drawn",
        override="tui_app.tui.widgets.field_input.FieldInput",
    ),
    Private(
        "textual.widgets.Input",
        "_cell_offset_to_index",
        "Put the cursor between clusters when the field is clicked.",
        "How a click finds its place in the text.",
        "tui/test_graphemes.py::test_a_click_puts_the_cursor_between_clusters",
        override="tui_app.tui.widgets.field_input.FieldInput",
    ),
    # The terminal and its driver
    Private(
        "textual.app.App",
        "_driver",
        "Ask the driver for the terminal's size and its marks, and whether it can be stopped.",
        "A public way to the driver.",
        "system/test_stopped.py::test_stopped_from_a_shell_and_gone_on_with",
    ),
    Private(
        "textual.app.App",
        "_set_pointer_shape",
        "Never send the sequence for the pointer's shape: some terminals write it out.",
        "Whether the shape is sent only to terminals that know it.",
        "tui/test_private_parts.py::test_the_pointer_keeps_its_shape",
        override="tui_app.tui.terminal.plain.PlainApp",
    ),
    Private(
        "textual.drivers.linux_driver.LinuxDriver",
        "_writer_thread",
        "Write nothing once the thread that writes is dead: Textual then waits for ever.",
        "Whether `write` still queues what nobody takes out.",
        "tui/test_terminal.py::test_nobody_waits_for_a_writer_that_died_with_its_terminal",
    ),
    Private(
        "textual.drivers.linux_driver.LinuxDriver",
        "_disable_mouse_support",
        "Turn off mouse reports in pixels as well.",
        "Whether Textual turns mode 1016 off by itself.",
        "system/test_terminal_answers.py::test_the_pointer_is_given_back_in_cells",
        override="tui_app.tui.terminal.driver.SafeDriver",
    ),
    Private(
        "textual.drivers.linux_driver.LinuxDriver",
        "_mouse_pixels",
        "Know whether mouse reports in pixels were turned on.",
        "The same.",
        "system/test_terminal_answers.py::test_the_pointer_is_given_back_in_cells",
    ),
    Private(
        "textual.drivers.linux_driver.LinuxDriver",
        "_in_band_window_resize",
        "Know whether the terminal itself reports each change of its size.",
        "Who reports sizes, and when.",
        "tui/test_private_parts.py::test_the_true_size_is_known_unless_it_is_reported",
    ),
    Private(
        "textual.drivers.linux_driver.LinuxDriver",
        "_get_terminal_size",
        "Ask for the size that the terminal has by now, which two quick signals leave behind.",
        "Whether the last of two quick changes of size always arrives last.",
        "tui/test_private_parts.py::test_the_true_size_is_known_unless_it_is_reported",
    ),
    # Messages
    Private(
        "textual.widgets._toast",
        "Toast",
        "Keep the answers of the review clear of messages.",
        "Where messages are mounted.",
        "tui/test_messages_in_sight.py::test_the_payload_ends_above_a_message",
    ),
    Private(
        "textual.widgets._toast",
        "ToastRack",
        "Lift messages above an error.",
        "The same.",
        "tui/test_messages_in_sight.py::"
        "test_on_a_step_an_error_its_fix_and_the_field_stay_in_sight",
    ),
    Private(
        "textual.app.App",
        "_notifications",
        "Know which messages stand.",
        "A public list of messages.",
        "tui/test_wizard.py::test_messages_do_not_pile_up",
    ),
    Private(
        "textual.app.App",
        "_unnotify",
        "Take one message away.",
        "A public way to do so.",
        "tui/test_wizard.py::test_messages_do_not_pile_up",
    ),
    Private(
        "textual.app.App",
        "_refresh_notifications",
        "Show at once which messages stand.",
        "The same.",
        "tui/test_private_parts.py::test_messages_that_are_taken_away_go_from_the_screen",
    ),
    # Crashes
    Private(
        "textual.app.App",
        "_handle_exception",
        "Let widgets that are set up while the app ends find nothing.",
        "Whether these still count as crashes.",
        "system/test_crash.py::test_a_screen_that_is_set_up_while_the_app_ends_is_no_crash",
        override="tui_app.tui.terminal.crash.CrashGuard",
    ),
    Private(
        "textual.app.App",
        "_shutdown",
        "Know that the app ends, also if nobody called `exit`.",
        "Whether it is called at every end.",
        "tui/test_private_parts.py::test_an_app_that_was_ended_otherwise_is_ending_as_well",
        override="tui_app.tui.terminal.crash.CrashGuard",
    ),
    Private(
        "textual.app.App",
        "_exit",
        "Know that the app is to end.",
        "A public flag.",
        "tui/test_private_parts.py::test_an_app_that_is_to_end_says_so",
    ),
    Private(
        "textual.app.App",
        "_fatal_error",
        "Tell of a crash without what the variables hold.",
        "Other ways in which a traceback with locals is printed.",
        "system/test_crash.py::test_a_crash_is_told_without_values",
        override="tui_app.tui.terminal.crash.CrashGuard",
    ),
    Private(
        "textual.app.App",
        "_exception",
        "Find the error if it is not handled at the moment.",
        "Where the first error is kept.",
        "tui/test_private_parts.py::test_a_crash_that_is_told_later_is_told",
    ),
    Private(
        "textual.app.App",
        "_exit_renderables",
        "Print one safe report in place of what Textual would print.",
        "Other things printed after the screen is gone.",
        "system/test_crash.py::test_a_crash_is_told_without_values",
    ),
    Private(
        "textual.app.App",
        "_print_error_renderables",
        "Print it without styles, markup or controls.",
        "The same.",
        "system/test_crash.py::test_a_panic_ends_with_1_and_shows_no_controls",
        override="tui_app.tui.terminal.crash.CrashGuard",
    ),
    Private(
        "textual.app.App",
        "_return_code",
        "End with the exit code 1 after a panic.",
        "Whether `panic` sets it by itself.",
        "system/test_crash.py::test_a_panic_ends_with_1_and_shows_no_controls",
    ),
    Private(
        "textual.message_pump.MessagePump",
        "_close_messages_no_wait",
        "End the app after a crash, as Textual's own report does.",
        "What `_fatal_error` does last.",
        "tui/test_private_parts.py::test_a_crash_of_a_widget_ends_the_app",
    ),
)
"""What the wizard always uses."""

PAINTING: tuple[Private, ...] = (
    Private(
        "textual.drivers.linux_driver.LinuxDriver",
        "_file",
        "Learn when the terminal has taken a picture: the stream is wrapped to count that.",
        "The stream that the thread which writes is given.",
        "tui/test_guarded.py::test_what_was_typed_while_the_program_was_stopped_creates_nothing",
    ),
    Private(
        "textual._compositor",
        "CompositorUpdate",
        "Tell a picture from other things that are displayed, and send one's own.",
        "How pictures are handed to `_display`.",
        "tui/test_private_parts.py::test_a_key_sends_only_the_cells_that_changed",
    ),
    Private(
        "textual._compositor",
        "LayoutUpdate",
        "Read a whole picture cell by cell.",
        "Its `strips` and `region`.",
        "tui/test_frame.py::test_the_terminal_shows_the_same_as_if_all_were_sent",
    ),
    Private(
        "textual._compositor",
        "ChopsUpdate",
        "Read a part of a picture cell by cell.",
        "Its `chops`, `spans` and `chop_ends`.",
        "tui/test_frame.py::test_the_terminal_shows_the_same_as_if_all_were_sent",
    ),
    Private(
        "textual.app.App",
        "_display",
        "Send only the cells that changed.",
        "Its arguments; other ways to the terminal.",
        "tui/test_private_parts.py::test_a_key_sends_only_the_cells_that_changed",
        override="tui_app.tui.terminal.painting.DiffingApp",
    ),
    Private(
        "textual.app.App",
        "_batch_count",
        "Take nothing for sent that Textual drops while a batch is open.",
        "When `_display` drops a picture.",
        "tui/test_private_parts.py::test_what_textual_drops_is_not_taken_for_sent",
    ),
    Private(
        "textual.message_pump.MessagePump",
        "_closed",
        "Take nothing for sent that Textual drops once the app is closed.",
        "The same.",
        "tui/test_private_parts.py::test_what_textual_drops_is_not_taken_for_sent",
    ),
    Private(
        "textual.app.App",
        "_previous_cursor_position",
        "Move the cursor though no cell changed.",
        "Where the cursor's place is sent.",
        "tui/test_private_parts.py::test_the_cursor_moves_though_no_cell_changes",
    ),
    Private(
        "textual._styles_cache",
        "StylesCache",
        "Let go of what widgets have drawn that are gone.",
        "How many Textual remembers.",
        "tui/test_private_parts.py::test_what_was_drawn_is_let_go_of",
    ),
    Private(
        "textual.app.App",
        "_refresh_notifications",
        "Remove what held a message that is gone.",
        "Whether Textual removes the holder itself.",
        "tui/test_wizard.py::test_a_message_that_went_leaves_nothing_on_the_screen",
        override="tui_app.tui.terminal.painting.DiffingApp",
    ),
    Private(
        "textual.widgets._toast.ToastRack",
        "_toast_id",
        "Know which holder is whose.",
        "The same.",
        "tui/test_private_parts.py::test_a_message_that_stands_keeps_its_holder",
    ),
    Private(
        "textual.app.App",
        "_background_screens",
        "Paint below a dialog only the step that shows there.",
        "Which screens are painted under a dialog.",
        "tui/test_private_parts.py::test_below_a_dialog_only_the_step_is_painted",
        override="tui_app.tui.terminal.painting.DiffingApp",
    ),
    Private(
        "textual.app.App",
        "_get_screen",
        "Start the next step before it is shown.",
        "A public way to mount a screen ahead.",
        "tui/test_private_parts.py::test_the_next_step_is_ready_before_it_is_shown",
    ),
    Private(
        "textual.screen.Screen",
        "_compositor",
        "Put in a compositor that draws less, and draw ahead.",
        "How a screen is drawn.",
        "tui/test_private_parts.py::test_a_change_has_only_what_lies_there_drawn",
    ),
    Private(
        "textual._compositor",
        "Compositor",
        "Draw only widgets that lie where something changed.",
        "`visible_widgets`, `render_strips`.",
        "tui/test_private_parts.py::test_a_change_has_only_what_lies_there_drawn",
    ),
    Private(
        "textual._compositor.Compositor",
        "_get_renders",
        "The same: Textual draws all of their container.",
        "Its arguments and what it yields.",
        "tui/test_private_parts.py::test_a_change_has_only_what_lies_there_drawn",
        override="tui_app.tui.terminal.painting.DiffingCompositor",
    ),
    Private(
        "textual.screen.Screen",
        "_compose",
        "Set the classes for the size before the first layout.",
        "When Textual sets them.",
        "tui/test_private_parts.py::test_the_first_layout_has_the_classes_for_its_size",
        override="tui_app.tui.terminal.painting.DiffingScreen",
    ),
    Private(
        "textual.screen.Screen",
        "_get_breakpoint_classes",
        "Know these classes.",
        "The same.",
        "tui/test_private_parts.py::test_the_first_layout_has_the_classes_for_its_size",
    ),
    Private(
        "textual.screen.Screen",
        "_on_screen_resume",
        "Send the first picture by `paint`, which marks its moment, once sizes are known.",
        "How often a new screen is painted.",
        "tui/test_private_parts.py::test_the_first_picture_is_sent_within_its_mark",
        override="tui_app.tui.terminal.painting.DiffingScreen",
    ),
    Private(
        "textual.screen.Screen",
        "_compositor_refresh",
        "Paint nothing while the first picture is held back.",
        "Other callers of `_display`.",
        "tui/test_private_parts.py::test_a_new_screen_is_painted_once",
        override="tui_app.tui.terminal.painting.DiffingScreen",
    ),
    Private(
        "textual.screen.Screen",
        "_refresh_layout",
        "Lay out a screen ahead, and paint no layout that is painted whole right after.",
        "What it does besides.",
        "tui/test_private_parts.py::test_a_layout_is_not_painted_just_before_the_whole",
        override="tui_app.tui.terminal.painting.DiffingScreen",
    ),
    Private(
        "textual.screen.Screen",
        "_repaint_required",
        "Know that all is painted soon.",
        "How a whole repaint is asked for.",
        "tui/test_private_parts.py::test_a_layout_is_not_painted_just_before_the_whole",
    ),
    Private(
        "textual.screen.Screen",
        "_on_timer_update",
        "Paint what a key changed at once.",
        "What paints when the timer fires.",
        "tui/test_private_parts.py::test_a_key_is_painted_before_the_next_frame",
    ),
)
"""What it uses only if `switch.DIFFING` is on."""

PRIVATE = (*ALWAYS, *PAINTING)
