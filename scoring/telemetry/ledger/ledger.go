// Package ledger measures what registers of events tell: complaints in the manner of SP4N-LAPOR!, requests for
// information in the manner of PPID. Each event was opened, and then verified, answered or closed; the package counts
// the working days between and reduces them to one value for each agency and measured indicator of events.
//
// Where things stand in a register, and what its words mean, is said by an Entry, which the assessment's settings
// hold. Only the columns that an entry names are read. No cell of them comes into a result: an event is dates, a state
// and the numbers of its kind, topic and channel. Diagnostics show a cell only where it looks like a date or stands in
// the column of agencies or states, so that a column chosen by mistake gives no name of a complainant away.
//
// A row that cannot be used is left out with a diagnostic and lowers the coverage of its agency; a file that cannot be
// read as a register is left out whole. The package knows no clock: an event that is open is judged at the end of the
// window, or on the day the register was taken.
package ledger

import (
	"time"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/rubric"
	"siap/scoring/telemetry"
)

// Field is one thing that a register tells of an event.
type Field string

// The fields. Number is the event's own number in the register. Type is its kind, such as complaint or aspiration; it
// is called kind in settings and in the labels of metrics.
const (
	Number   Field = "number"
	Opened   Field = "opened"
	Verified Field = "verified"
	Answered Field = "answered"
	Closed   Field = "closed"
	Status   Field = "state"
	Agency   Field = "agency"
	Channel  Field = "channel"
	Topic    Field = "topic"
	Type     Field = "kind"
	Extended Field = "extended"
)

// Fields lists all fields in the order of the documentation.
func Fields() []Field {
	return []Field{Number, Agency, Opened, Verified, Answered, Closed, Status, Extended, Type, Topic, Channel}
}

// The steps of an event's life in their order; stepOpened and the others count them.
var steps = [...]Field{Opened, Verified, Answered, Closed}

const (
	stepOpened = iota
	stepVerified
	stepAnswered
	stepClosed
)

// Steps lists the fields that hold dates an interval may begin or end at, in their order.
func Steps() []Field { return steps[:] }

// groups are the fields by which events are told apart.
var groups = [...]Field{Type, Topic, Channel}

// Groups lists the fields that events may be chosen and grouped by.
func Groups() []Field { return groups[:] }

// Kind is what a register is about.
type Kind string

// The kinds of register.
const (
	Complaints Kind = "complaints"
	Requests   Kind = "requests"
)

// State is how far an event is by the register's own word.
type State string

// The states. Refused is finished too: whoever asked has an answer. Withdrawn counts in nothing.
const (
	IsOpen      State = "open"
	IsAnswered  State = "answered"
	IsClosed    State = "closed"
	IsRefused   State = "refused"
	IsWithdrawn State = "withdrawn"
)

// States lists all states in the order of the documentation.
func States() []State { return []State{IsOpen, IsAnswered, IsClosed, IsRefused, IsWithdrawn} }

// DateOrder is how a register writes dates in figures.
type DateOrder string

// The orders. A date that begins with the year, one with the month in letters, and the cell of a workbook can always
// be read.
const (
	YearFirst  DateOrder = "ymd"
	DayFirst   DateOrder = "dmy"
	MonthFirst DateOrder = "mdy"
)

// DateOrders lists all orders.
func DateOrders() []DateOrder { return []DateOrder{YearFirst, DayFirst, MonthFirst} }

// Extension is by how much a time limit grows where the register says that it was extended.
type Extension struct {
	// Within is the limit that grows, Days by how much; both are working days. Other limits stay.
	Within, Days int
}

// LawfulExtension is that of information requests: 10 working days, once 7 more (UU 14/2008, article 22 (7) and (8)).
var LawfulExtension = Extension{Within: 10, Days: 7}

// FromFileName as the agency of an entry takes it from what stands for the * in the pattern of its files.
const FromFileName = "*"

// Entry says how a register is to be read and what it measures.
type Entry struct {
	// Place is where the entry stands in the settings.
	Place diag.Place
	// File is the pattern that names the files, Sources are those that were found, in the order in which later ones
	// replace the events of earlier ones.
	File    string
	Sources []source.Source
	// Sheet and Header say where in a file the table is, as in table.Where.
	Sheet  string
	Header int
	Kind   Kind
	// Agency is the one agency that the whole register belongs to, by id or name, or FromFileName; "" where a column
	// tells.
	Agency string
	// Columns are the names of the register's own columns.
	Columns map[Field]string
	// States says what the words in the column of states mean.
	States map[string]State
	// Metrics are what of the rubric is measured here.
	Metrics []Metric
	// Extension is the zero value where nothing can be extended.
	Extension Extension
	// AsOf is the day of which the register was taken; zero where it covers the whole window.
	AsOf telemetry.Date
	// Zone is where times of day without a zone are meant; nil is the agency's own.
	Zone *time.Location
	// Dates is the order of dates in figures; "" is YearFirst.
	Dates DateOrder
}

// Metric says which events of a register are those of a metric of the rubric.
type Metric struct {
	Place diag.Place
	// ID is the metric's id, or the name that its series has.
	ID string
	// From is the step at which the time begins; "" is Opened.
	From Field
	// To is the step at which it ends where the rubric names none; "" leaves it to the rubric.
	To Field
	// Where keeps events only that have one of the values, whatever their case and punctuation.
	Where map[Field][]string
}

// begins is the number of the step at which the time begins.
func (m *Metric) begins() int { return stepOf(m.From, stepOpened) }

// ends is the number of the step at which an event counts as finished, for one measure.
func (m *Metric) ends(measure *rubric.Measure) int {
	if measure.Until == "" && m.To != "" {
		return stepOf(m.To, stepClosed)
	}
	return stepOf(Field(measure.Ends()), stepClosed)
}

func stepOf(f Field, otherwise int) int {
	for i, step := range steps {
		if step == f {
			return i
		}
	}
	return otherwise
}

// Why a measurement of events has no value, beside telemetry.NoSamples.
const (
	// NothingDecided is a share on time of events that are all open and none of them late.
	NothingDecided = "nothing_decided"
	// NothingFinished is a duration where no event was finished.
	NothingFinished = "nothing_finished"
)
