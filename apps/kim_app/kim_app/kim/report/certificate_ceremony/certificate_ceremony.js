// The list is printed for the ceremony: landscape, with room for the signature.

frappe.query_reports["Certificate Ceremony"] = { filters: [] };
