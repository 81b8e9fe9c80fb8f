// Draws assessments over time: a chart and, for those who do not see it, the same figures as a table.
frappe.provide("kim.cases");

kim.cases.draw_picture = async function (frm, fieldname, case_name, assessment) {
	const field = frm.get_field(fieldname);
	if (!field || !case_name) return;
	const picture = await frappe.xcall("kim_app.api.case.assessment_picture", { case: case_name, assessment });
	const $place = field.$wrapper.empty();
	if (!picture.labels.length) {
		$place.append($("<p class='text-muted'>").text(__("There is no assessment yet.")));
		return;
	}
	const $chart = $("<div aria-hidden='true'>").appendTo($place);
	$place.append(kim.cases.picture_table(picture));
	kim.cases.when_visible($chart[0], () => kim.cases.draw_chart($chart[0], picture));
};

// A chart that is drawn in a hidden tab has no width.
kim.cases.when_visible = function (element, draw) {
	const watch = new IntersectionObserver((entries) => {
		if (!entries.some((entry) => entry.isIntersecting) || !element.clientWidth) return;
		watch.disconnect();
		draw();
	});
	element.style.minHeight = "240px";
	watch.observe(element);
};

kim.cases.draw_chart = function (element, picture) {
	const colours = ["#b8c4d0", "#6c93b8", "#1f4e79"];
	new frappe.Chart(element, {
		type: "bar",
		height: 240,
		colors: picture.datasets.length > 2 ? colours : [colours[0], colours[2]].slice(-picture.datasets.length),
		axisOptions: { xIsSeries: 0, shortenYAxisNumbers: 0 },
		barOptions: { spaceRatio: 0.4 },
		data: {
			labels: picture.labels,
			datasets: picture.datasets.map((row) => ({ name: row.name, values: row.values.map((score) => score || 0) })),
			yMarkers: [{ label: "", value: 5 }],
		},
	});
};

kim.cases.picture_table = function (picture) {
	const days = picture.datasets.map((row) => row.name);
	const $table = $("<table class='table table-bordered table-sm small'>");
	const $head = $("<tr>").appendTo($("<thead>").appendTo($table));
	[__("Life Area"), ...days, __("Resource"), __("Need")].forEach((text) => $("<th scope='col'>").text(text).appendTo($head));
	const $body = $("<tbody>").appendTo($table);
	picture.labels.forEach((label, number) => {
		const $row = $("<tr>").appendTo($body);
		$("<th scope='row'>").text(label).appendTo($row);
		picture.datasets.forEach((row, index) => {
			const before = index ? picture.datasets[index - 1].values[number] : null;
			$("<td>").text(kim.cases.score_text(row.values[number], before)).appendTo($row);
		});
		["resource", "need"].forEach((key) => $("<td>").text(picture.rows[number][key]).appendTo($row));
	});
	return $("<div class='table-responsive'>").append($table);
};

kim.cases.score_text = function (score, before) {
	if (!score) return "–";
	if (!before || before === score) return String(score);
	return `${score} ${score > before ? "↑" : "↓"}`;
};
