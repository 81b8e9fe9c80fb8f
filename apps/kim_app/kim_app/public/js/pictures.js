// Pictures of figures that can be read on a telephone: bars with their labels beside them, and maps of two dimensions.
// Both are made of text, so that a screen reader reads them too. A hidden number is a point, and has no length.
frappe.provide("kim.pictures");

(function () {
	kim.pictures.HIDDEN = "•";
	const BLUE = "26, 79, 139";
	const LONG = 24; // letters of a label

	function number_of(value) {
		return value === null || value === undefined ? kim.pictures.HIDDEN : frappe.utils.escape_html(String(value));
	}

	function highest(values) {
		return Math.max(1, ...values.map((value) => value || 0));
	}

	// One row of figures, or several beside each other: {labels, datasets: [{name, values}]}.
	kim.pictures.bars = function ({ labels, datasets }) {
		const top = highest(datasets.flatMap((row) => row.values));
		const shade = (place) => `rgba(${BLUE}, ${place ? 0.45 : 1})`;
		const bar = (row, place, index) => {
			const value = row.values[index];
			const length = Math.round((100 * (value || 0)) / top);
			return `<div style="display: flex; align-items: center; gap: 6px; height: 18px">
				<div style="flex: 1; min-width: 0"><div style="width: ${length}%; min-width: ${value ? 2 : 0}px; height: 14px;
					background: ${shade(place)}; border-radius: 2px"></div></div>
				<span style="width: 3.2em; text-align: right; font-variant-numeric: tabular-nums">${number_of(value)}</span></div>`;
		};
		// Long labels stand above their bars where there is no room beside them.
		const room = labels.some((label) => label.length > LONG) ? 17 : 8;
		const rows = labels.map(
			(label, index) => `<div role="listitem" style="display: flex; flex-wrap: wrap; align-items: center; padding: 3px 0">
			<div style="flex: 2 1 ${room}em; padding-right: 10px; overflow-wrap: anywhere; hyphens: auto">${frappe.utils.escape_html(label)}</div>
			<div style="flex: 3 1 10em; min-width: 0">${datasets.map((row, place) => bar(row, place, index)).join("")}</div></div>`
		);
		const names = datasets.map(
			(row, place) => `<span style="margin-right: 14px; white-space: nowrap"><span style="display: inline-block; width: 10px;
				height: 10px; border-radius: 2px; background: ${shade(place)}"></span> ${frappe.utils.escape_html(row.name)}</span>`
		);
		return `<div class="kim-picture"><div class="small text-muted" style="margin-bottom: 6px">${names.join("")}</div>
			<div role="list" lang="${frappe.boot.lang}">${rows.join("")}</div></div>`;
	};

	// A map: a row for each label, a column for each dataset; the darker, the more.
	kim.pictures.map = function ({ labels, datasets }) {
		const top = highest(datasets.flatMap((column) => column.values));
		const cell = (value) => {
			const strength = value ? 0.12 + (0.88 * value) / top : 0;
			const colour = strength > 0.5 ? "#fff" : "inherit";
			return `<td style="min-width: 30px; height: 26px; text-align: center; border: 1px solid var(--border-color);
				background: rgba(${BLUE}, ${strength.toFixed(2)}); color: ${colour}">${value === 0 ? "" : number_of(value)}</td>`;
		};
		const head = datasets.map(
			(column) => `<th scope="col" style="height: 7.5em; vertical-align: bottom; padding: 4px 0; font-weight: normal">
				<span style="writing-mode: vertical-rl; transform: rotate(180deg)">${frappe.utils.escape_html(column.name)}</span></th>`
		);
		const rows = labels.map(
			(label, index) => `<tr><th scope="row" style="padding: 2px 8px 2px 0; font-weight: normal; white-space: nowrap">
				${frappe.utils.escape_html(label)}</th>${datasets.map((column) => cell(column.values[index])).join("")}</tr>`
		);
		return `<div class="kim-picture" tabindex="0" style="overflow-x: auto"><table><thead><tr><th></th>${head.join("")}</tr></thead>
			<tbody>${rows.join("")}</tbody></table></div>`;
	};

	kim.pictures.draw = function (wrapper, kind, data) {
		$(wrapper).html(kim.pictures[kind](data));
	};
})();
