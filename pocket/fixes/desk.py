"""Desk: what the pages of the user interface need from the server."""

from pocket.fixes.registry import Fix
from pocket.fixes.safety import outside

imports = Fix("unwanted-imports", "the server imports a MariaDB driver and Google's libraries to start")
version = Fix("version", "apps that ask for the framework's version are told 0.0.1")

imports.edit("frappe/app.py", "import frappe.database.mariadb.mysqlclient  # Load database related utils\n", "")
version.edit("frappe/__init__.py", '__version__ = "0.0.1"', '__version__ = "16.0.0-pocket"')

syntax = Fix("python-3.11", "one module uses a statement of Python 3.12, though 3.10 is said to be enough")
syntax.edit("frappe/desk/doctype/event/event.py", "type EventLikeDict = Event | frappe._dict", "EventLikeDict = dict")

_NO_GOOGLE = "HttpError = type('HttpError', (Exception,), {})  # Google's libraries are not part of this profile"
for path, old, new in [
    (
        "frappe/integrations/doctype/google_calendar/google_calendar.py",
        "from googleapiclient.discovery import build\nfrom googleapiclient.errors import HttpError",
        f"build = None\n{_NO_GOOGLE}",
    ),
    ("frappe/integrations/doctype/google_calendar/google_calendar.py", "import google.oauth2.credentials\n", ""),
    (
        "frappe/integrations/doctype/google_contacts/google_contacts.py",
        "from googleapiclient.errors import HttpError",
        _NO_GOOGLE,
    ),
    (
        "frappe/integrations/google_oauth.py",
        "from google.oauth2.credentials import Credentials\nfrom googleapiclient.discovery import build",
        "Credentials = build = None",
    ),
]:
    imports.edit(path, old, new)

# --- the Desk's pages -----------------------------------------------------------------------------------------

times = Fix("date-picker", "npm's date picker knows no seconds: a Datetime or Time field breaks, or loses its value")
times.edit(
    "frappe/public/js/frappe/form/controls/datepicker_i18n.js",
    'import "air-datepicker/dist/js/i18n/datepicker.zh.js";\n',
    """import "air-datepicker/dist/js/i18n/datepicker.zh.js";

{
	const picker = $.fn.datepicker.Constructor.prototype;
	const { formatDate } = picker;
	picker.formatDate = function (format, date) {
		const seconds = String((date || this.date).getSeconds()).padStart(2, "0");
		return formatDate.call(this, format.replace(/(?<![a-z])ss(?![a-z])/i, seconds), date);
	};
	// There is no slider for seconds; the fields hide it where the time format has none.
	$.fn.datepicker.Timepicker.prototype.$seconds = $.fn.datepicker.Timepicker.prototype.$secondsText = $();
}
""",
)

phone = Fix("phone-field", "a Phone field of a new document is filled before it has been drawn")
phone.edit(
    "frappe/public/js/frappe/form/controls/phone.js",
    "} else if (this.$isd.text().trim()",
    "} else if (this.$isd?.text().trim()",
)

dashboard = Fix("dashboard-view", "the dashboard of a list asks the list's filters, which are not there")
dashboard.edit(
    "frappe/public/js/frappe/list/list_view.js",
    'if (this.filter_area.filter_list.get_filter_value("_liked_by"))',
    'if (this.filter_area?.filter_list.get_filter_value("_liked_by"))',
)

renamed = Fix("renamed-breadcrumb", "after a document was renamed the page's trail looks for it under its old name")
renamed.edit(
    "frappe/public/js/frappe/views/breadcrumbs.js",
    "let doc = frappe.get_doc(doctype, docname);\n		let form_route",
    "let doc = frappe.get_doc(doctype, docname);\n		if (!doc) return;\n		let form_route",
)

behind = Fix("reload-behind", "a form left just when its document changed takes the keyboard from the next one")
behind.edit(
    "frappe/public/js/frappe/form/form.js",
    "with_doc(this.doctype, this.docname, () => {\n				this.refresh();",
    "with_doc(this.doctype, this.docname, () => {\n				if (cur_frm === this) this.refresh();",
)

gantt = Fix("empty-gantt", "a Gantt chart that has nothing to show stops with an error")
gantt.edit(
    "frappe/public/js/frappe/views/gantt/gantt_view.js",
    "this.load_lib.then(() => {\n			this.render_gantt();",
    "this.load_lib.then(() => {\n			if (this.tasks.length) this.render_gantt();",
)

missing = Fix("missing-files", "a logo and a wizard's script are named in the hooks and not in the package")
missing.edit("frappe/hooks.py", "images/frappe-logo.svg", "images/frappe-framework-logo.svg")
missing.edit("frappe/hooks.py", 'page_js = {"setup-wizard": "public/js/frappe/setup_wizard.js"}\n', "")

# --- no calls to the outside ------------------------------------------------------------------------------------


@outside.replace("frappe.utils:has_gravatar")
def has_gravatar(email):
    return ""


@outside.replace("frappe.boot:get_marketplace_apps")
def get_marketplace_apps():
    return []


@outside.replace("frappe.desk.doctype.changelog_feed.changelog_feed:get_feed")
def get_feed(since):
    return []


@outside.replace("frappe.utils.change_log:check_for_update")
def check_for_update():
    """Versions are pinned here."""


_BLANK = "data:image/gif;base64,R0lGODlhAQABAAAAACw="
_UTILS = "frappe/public/js/frappe/utils/utils.js"
for service in (
    "tile.openstreetmap.org/{z}/{x}/{y}.png",
    "server.arcgisonline.com/ArcGIS/rest/services/World_Imagery/MapServer/tile/{z}/{y}/{x}",
    "tiles.stadiamaps.com/tiles/stamen_toner_labels/{z}/{x}/{y}{r}.png",
    "tiles.stadiamaps.com/tiles/stamen_terrain_lines/{z}/{x}/{y}{r}.png",
):
    outside.edit(_UTILS, f"https://{service}", _BLANK)
outside.edit(_UTILS, "https://flagcdn.com/${country_code}.svg", "${this.flag_url(country_code)}")
outside.edit(
    _UTILS,
    "	is_emoji(emoji_name) {",
    """	flag_url(country_code) {
		const letters = [...country_code.toUpperCase()].map((letter) => 0x1f1a5 + letter.charCodeAt());
		const text = `<text y="13" font-size="14">${String.fromCodePoint(...letters)}</text>`;
		const image = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 15">${text}</svg>`;
		return `data:image/svg+xml,${encodeURIComponent(image)}`;
	},

	is_emoji(emoji_name) {""",
)
outside.edit(
    "frappe/public/js/frappe/form/controls/phone.js",
    "`https://flagcdn.com/${country_code}.svg`",
    "frappe.utils.flag_url(country_code)",
)
outside.edit(
    "frappe/templates/print_format/print_format_font.css",
    '@import url("https://fonts.googleapis.com/css?family={{ font_family }}:400,500,600,700");\n',
    "",
)

# --- German where the Desk forgot it --------------------------------------------------------------------------------

english = Fix(
    "english-hints", "hints of lists and the search box stay English, and dates in them stay as they are stored"
)
english.edit(
    "frappe/public/js/frappe/ui/page.html",
    'placeholder="Search for type a command"',
    'placeholder="{{ __("Search or type a command") }}"',
)
english.edit(
    "frappe/public/js/frappe/list/list_view.js",
    '__("Click to sort by {0}", [subject_field.label])',
    '__("Click to sort by {0}", [__(subject_field.label)])',
)
english.edit(
    "frappe/public/js/frappe/list/list_view.js",
    "${__(label)}: ${frappe.utils.escape_html(_value)}",
    "${__(label)}: ${frappe.utils.escape_html("
    'df.fieldtype === "Select" ? __(_value) : '
    "/^Date/.test(df.fieldtype) && value ? frappe.datetime.str_to_user(value) : _value)}",
)
english.edit(
    "frappe/public/js/frappe/form/footer/base_timeline.js",
    "item.title || frappe.utils.to_title_case(item.icon)",
    "item.title || __(frappe.utils.to_title_case(item.icon))",
)
english.edit(
    "frappe/public/js/frappe/form/footer/version_timeline_content_builder.js",
    "	content = frappe.utils.html2text(content);\n	content = frappe.ellipsis",
    '	content = frappe.utils.html2text(content ?? "");\n	content = frappe.ellipsis',
)
english.edit(
    "frappe/public/js/frappe/form/footer/version_timeline_content_builder.js",
    "__(df.label, null, df.parent),\n\t\t\t\t\t\t\t\tformat_content_for_timeline(p[1]),\n"
    "\t\t\t\t\t\t\t\tformat_content_for_timeline(p[2]),",
    "__(df.label, null, df.parent),\n\t\t\t\t\t\t\t\t...[p[1], p[2]].map((value) =>\n\t\t\t\t\t\t\t\t\t"
    'format_content_for_timeline(value && df.fieldtype === "Select" ? __(value) : value)\n\t\t\t\t\t\t\t\t),',
)
english.edit(
    "frappe/public/js/frappe/form/formatters.js",
    "				${frappe.format(value, link_field, options, row)}\n"
    "			</span>`;\n		});\n		return formatted_values",
    """				${
					(frappe.boot?.translated_doctypes || []).includes(link_field.options)
						? frappe.utils.escape_html(__(value))
						: frappe.format(value, link_field, options, row)
				}
			</span>`;
		});
		return formatted_values""",
)

sidebar = Fix("route-without-options", "the sidebar stops when a page changes to a route that came without options")
sidebar.edit(
    "frappe/public/js/frappe/ui/sidebar/sidebar.js",
    "if (frappe.route_options.sidebar) {",
    "if (frappe.route_options?.sidebar) {",
)
