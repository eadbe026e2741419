package batch

import "sync"

// room bounds the memory of what is scored at once.
type room struct {
	mu    sync.Mutex
	freed *sync.Cond
	all   int64
	used  int64
}

func newRoom(all int64) *room {
	if all <= 0 {
		all = DefaultMemory
	}
	r := &room{all: all}
	r.freed = sync.NewCond(&r.mu)
	return r
}

// take waits until there is room for so many bytes; what needs more than there is has it all.
func (r *room) take(n int64) {
	n = min(n, r.all)
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.used+n > r.all {
		r.freed.Wait()
	}
	r.used += n
}

func (r *room) give(n int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.used -= min(n, r.all)
	r.freed.Broadcast()
}
