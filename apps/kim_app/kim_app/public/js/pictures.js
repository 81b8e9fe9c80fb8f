// Pictures of figures that can be read on a telephone: bars with their labels beside them, and maps of two dimensions.
// Both are made of text, so that a screen reader reads them too. A hidden number is a point, and has no length.
// Lines along periods are drawn, with their numbers as text. Loaded with the Desk, since charts stand on any workspace.
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

	const COLOURS = ["#1a4f8b", "#c2410c", "#15803d", "#7e22ce", "#b91c1c", "#0e7490", "#a16207", "#475569"];
	const DASHES = ["", "6 4", "2 3"];
	const HEIGHT = 240;
	const EDGE = { left: 44, right: 12, top: 10, bottom: 26 };

	function look_of(place) {
		const dash = DASHES[Math.floor(place / COLOURS.length) % DASHES.length];
		return { colour: COLOURS[place % COLOURS.length], dash: dash && `stroke-dasharray="${dash}"` };
	}

	// The parts of a line between hidden numbers, as lists of places.
	function parts_of(values) {
		return values.reduce((parts, value, place) => {
			if (value === null) return [...parts, []];
			return [...parts.slice(0, -1), [...parts.at(-1), place]];
		}, [[]]).filter((part) => part.length);
	}

	// Lines along periods: {labels, datasets}. Where a number is hidden, the line breaks off.
	kim.pictures.lines = function ({ labels, datasets }, width) {
		const wide = Math.max(280, width || 600);
		const top = highest(datasets.flatMap((row) => row.values));
		const room = wide - EDGE.left - EDGE.right;
		const x = (place) => EDGE.left + (labels.length > 1 ? (room * place) / (labels.length - 1) : room / 2);
		const y = (value) => EDGE.top + (HEIGHT - EDGE.top - EDGE.bottom) * (1 - value / top);
		const round = (number) => Math.round(number * 10) / 10;
		const grid = [0, top / 2, top].map(
			(value) => `<line x1="${EDGE.left}" x2="${wide - EDGE.right}" y1="${y(value)}" y2="${y(value)}" stroke="currentColor" opacity="0.15"/>
			<text x="${EDGE.left - 6}" y="${y(value) + 4}" text-anchor="end" fill="currentColor">${round(value)}</text>`
		);
		const lines = datasets.map((row, place) => {
			const { colour, dash } = look_of(place);
			const name = frappe.utils.escape_html(row.name);
			const drawn = parts_of(row.values).map((part) => {
				const points = part.map((at) => `${round(x(at))},${round(y(row.values[at]))}`).join(" ");
				const dots = part.map((at) => `<circle cx="${round(x(at))}" cy="${round(y(row.values[at]))}" r="3" fill="${colour}">
					<title>${name}, ${frappe.utils.escape_html(labels[at])}: ${row.values[at]}</title></circle>`);
				return `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="2" ${dash}/>${dots.join("")}`;
			});
			return `<g>${drawn.join("")}</g>`;
		});
		// As many labels as have room beside each other; the last one always.
		const every = Math.ceil((labels.length * 150) / room);
		const shown = labels.map((label, place) => [label, place]).filter(([, place]) => (labels.length - 1 - place) % every === 0);
		const anchor = (place) => (place === labels.length - 1 ? "end" : place ? "middle" : "start");
		const below = shown.map(
			([label, place]) => `<text x="${x(place)}" y="${HEIGHT - 6}" text-anchor="${anchor(place)}" fill="currentColor">${frappe.utils.escape_html(label)}</text>`
		);
		const names = datasets.map((row, place) => {
			const { colour, dash } = look_of(place);
			return `<span style="margin-right: 14px; white-space: nowrap"><svg width="22" height="10" aria-hidden="true"><line x1="0" x2="22" y1="5" y2="5"
				stroke="${colour}" stroke-width="3" ${dash}/></svg> ${frappe.utils.escape_html(row.name)}</span>`;
		});
		const said = datasets.map((row) => `${row.name}: ${row.values.map(number_of).join(", ")}`).join("; ");
		return `<div class="kim-picture"><svg role="img" aria-label="${frappe.utils.escape_html(said)}" width="100%" viewBox="0 0 ${wide} ${HEIGHT}"
			style="font-size: 11px; display: block">${grid.join("")}${lines.join("")}${below.join("")}</svg>
			<div class="small" style="margin-top: 6px">${names.join("")}</div></div>`;
	};

	// A municipality that begins has nothing to show yet, and is told so instead of an empty frame.
	kim.pictures.draw = function (wrapper, kind, data) {
		const nothing = !data.labels.length || !data.datasets.length;
		const empty = () => `<p class="kim-picture text-muted">${__("There is nothing to show yet.")}</p>`;
		$(wrapper).html(nothing ? empty() : kim.pictures[kind](data, $(wrapper).width()));
	};

	// The framework's charts, except where an answer says that it is a picture of KIM.
	const make_chart = frappe.utils.make_chart;
	frappe.utils.make_chart = function (wrapper, options) {
		const kind = options.data?.kim_picture;
		if (!kind) return make_chart(wrapper, options);
		kim.pictures.draw(wrapper, kind, options.data);
		return { update: (data) => kim.pictures.draw(wrapper, kind, data) };
	};
})();
