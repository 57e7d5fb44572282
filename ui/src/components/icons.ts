// Each icon is imported from its own file, because the package's index would make every build read all of them.
import Bookmark from 'lucide/dist/esm/icons/bookmark.mjs'
import ChartColumn from 'lucide/dist/esm/icons/chart-column.mjs'
import Check from 'lucide/dist/esm/icons/check.mjs'
import ChevronDown from 'lucide/dist/esm/icons/chevron-down.mjs'
import ChevronLeft from 'lucide/dist/esm/icons/chevron-left.mjs'
import ChevronRight from 'lucide/dist/esm/icons/chevron-right.mjs'
import ChevronUp from 'lucide/dist/esm/icons/chevron-up.mjs'
import CircleQuestionMark from 'lucide/dist/esm/icons/circle-question-mark.mjs'
import CircleSmall from 'lucide/dist/esm/icons/circle-small.mjs'
import CircleStop from 'lucide/dist/esm/icons/circle-stop.mjs'
import Clock from 'lucide/dist/esm/icons/clock.mjs'
import Copy from 'lucide/dist/esm/icons/copy.mjs'
import ExternalLink from 'lucide/dist/esm/icons/external-link.mjs'
import Eye from 'lucide/dist/esm/icons/eye.mjs'
import EyeOff from 'lucide/dist/esm/icons/eye-off.mjs'
import File from 'lucide/dist/esm/icons/file.mjs'
import Info from 'lucide/dist/esm/icons/info.mjs'
import KeyRound from 'lucide/dist/esm/icons/key-round.mjs'
import List from 'lucide/dist/esm/icons/list.mjs'
import ListFilter from 'lucide/dist/esm/icons/list-filter.mjs'
import LoaderCircle from 'lucide/dist/esm/icons/loader-circle.mjs'
import Minus from 'lucide/dist/esm/icons/minus.mjs'
import MonitorOff from 'lucide/dist/esm/icons/monitor-off.mjs'
import Pause from 'lucide/dist/esm/icons/pause.mjs'
import Plus from 'lucide/dist/esm/icons/plus.mjs'
import RefreshCw from 'lucide/dist/esm/icons/refresh-cw.mjs'
import RotateCcw from 'lucide/dist/esm/icons/rotate-ccw.mjs'
import Search from 'lucide/dist/esm/icons/search.mjs'
import Settings from 'lucide/dist/esm/icons/settings.mjs'
import Share from 'lucide/dist/esm/icons/share.mjs'
import Star from 'lucide/dist/esm/icons/star.mjs'
import StickyNote from 'lucide/dist/esm/icons/sticky-note.mjs'
import TriangleAlert from 'lucide/dist/esm/icons/triangle-alert.mjs'
import X from 'lucide/dist/esm/icons/x.mjs'

/** The drawings of `Icon`, by what they mean in this app. */
export const icons = {
  plus: Plus,
  minus: Minus,
  search: Search,
  filter: ListFilter,
  note: StickyNote,
  list: List,
  key: KeyRound,
  file: File,
  shown: Eye,
  hidden: EyeOff,
  away: MonitorOff,
  gear: Settings,
  pause: Pause,
  check: Check,
  cross: X,
  question: CircleQuestionMark,
  back: RotateCcw,
  square: CircleStop,
  dot: CircleSmall,
  star: Star,
  bookmark: Bookmark,
  clock: Clock,
  warning: TriangleAlert,
  info: Info,
  chart: ChartColumn,
  copy: Copy,
  export: Share,
  outside: ExternalLink,
  start: ChevronLeft,
  down: ChevronDown,
  end: ChevronRight,
  up: ChevronUp,
  refresh: RefreshCw,
  spinner: LoaderCircle,
} as const

export type IconName = keyof typeof icons
