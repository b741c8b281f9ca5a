package job

import "github.com/riverqueue/river/rivertype"

// waiting are the states of a job that has not come to its end.
var waiting = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning,
	rivertype.JobStateRetryable, rivertype.JobStateScheduled,
}
