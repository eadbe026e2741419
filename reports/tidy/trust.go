package tidy

func (b *build) contradictions() []contradictionRow {
	var out []contradictionRow
	for _, c := range b.a.Contradictions {
		out = append(out, contradictionRow{
			clean(c.Agency), string(c.Basis), c.Indicator, c.Claim, c.Measured, c.Gap, c.Metric, string(c.Reduction), c.Value,
			clean(c.Unit), c.Coverage, c.From, c.To,
		})
	}
	return out
}

func (b *build) differences() []differenceRow {
	var out []differenceRow
	for _, o := range b.a.Optimism {
		for _, d := range o.Differences {
			out = append(out, differenceRow{clean(o.Agency), d.Indicator, clean(d.Item), d.Self, d.Assessed, d.Self - d.Assessed})
		}
	}
	return out
}

func (b *build) draws() []drawRow {
	var out []drawRow
	r := b.a.Robust
	if r == nil || r.Draws < 1 {
		return nil
	}
	for _, one := range b.a.Agencies {
		s := one.Results[r.Basis]
		if s == nil || s.Rank.Spread == nil {
			continue
		}
		d := s.Rank.Spread
		width := int64(max(d.Width, 1))
		for k, count := range d.Counts {
			if count > 0 {
				first := int64(d.First) + int64(k)*width
				out = append(out, drawRow{clean(one.ID), first, first + width - 1, int64(count), float64(count) / float64(r.Draws)})
			}
		}
	}
	return out
}

func (b *build) leaveOut() []leaveOutRow {
	var out []leaveOutRow
	if b.a.Robust != nil {
		for _, l := range b.a.Robust.LeaveOut {
			out = append(out, leaveOutRow{l.Node, l.Shift, int64(l.Largest), clean(l.Agency), place(l.Place)})
		}
	}
	return out
}

func (b *build) overtakes() []overtakeRow {
	var out []overtakeRow
	if b.a.Robust != nil {
		for _, o := range b.a.Robust.Overtakes {
			row := overtakeRow{Upper: clean(o.Upper), Lower: clean(o.Lower), Spread: o.Spread, Node: o.Node, Reason: o.Reason}
			if o.Node != "" {
				row.From, row.To = &o.From, &o.To
			}
			out = append(out, row)
		}
	}
	return out
}

func (b *build) factors() []factorRow {
	var out []factorRow
	if b.a.Robust != nil {
		for _, f := range b.a.Robust.Factors {
			out = append(out, factorRow{f.ID, f.First.Value, f.First.Low, f.First.High, f.Total.Value, f.Total.Low, f.Total.High})
		}
	}
	return out
}

func (b *build) imputations() []imputationRow {
	var out []imputationRow
	for _, i := range b.a.Imputations {
		out = append(out, imputationRow{clean(i.Agency), string(i.Basis), i.Indicator, i.Value, int64(i.N), cleanAll(i.From)})
	}
	return out
}

func (b *build) treatments() []treatmentRow {
	var out []treatmentRow
	for _, f := range b.a.Fits {
		if f.Treatment == nil {
			continue
		}
		for _, p := range f.Treatment.Points {
			out = append(out, treatmentRow{f.Indicator, string(f.Basis), clean(p.Agency), f.Treatment.Applied, p.Before, p.After})
		}
	}
	return out
}

func (b *build) inputs() []inputRow {
	var out []inputRow
	for i, in := range b.a.Inputs {
		out = append(out, inputRow{
			int64(i + 1), clean(in.Path), in.Kind, clean(in.Format), in.SHA256, int64(in.Records), int64(in.LeftOut), in.Refused,
		})
	}
	return out
}

func (b *build) findings() []findingRow {
	var out []findingRow
	for i, d := range b.a.Diagnostics {
		if d == nil {
			continue
		}
		out = append(out, findingRow{
			int64(i + 1), d.Code, string(d.Severity), clean(d.Place.File), clean(d.Place.String()), clean(d.Subject), clean(d.Seen),
			clean(d.Allowed), int64(max(d.Count, 1)),
		})
	}
	return out
}
