package dev.falreactive.protocol;

/** The readable text of a body that is no JSON object: mostly a page of something between us and the queue. */
final class PageText {

    private static final int MAX_READ = 64 * 1024;

    private PageText() {}

    /** Takes time and memory in proportion to the text, whatever is in it. */
    static String of(String body) {
        String text = withoutInput(body.substring(0, Math.min(body.length(), MAX_READ)));
        StringBuilder readable = new StringBuilder();
        int position = 0;
        while (position < text.length()) {
            int open = text.indexOf('<', position);
            int close = open < 0 ? -1 : text.indexOf('>', open);
            if (close < 0) {
                break;
            }
            readable.append(text, position, open).append(' ');
            position = close + 1;
            for (String hidden : new String[] {"script", "style"}) {
                if (text.regionMatches(true, open + 1, hidden, 0, hidden.length())) {
                    position = endOf(hidden, text, position);
                }
            }
        }
        return readable.append(text, position, text.length()).toString().strip();
    }

    private static int endOf(String element, String text, int from) {
        String end = "</" + element;
        for (int i = text.indexOf('<', from); i >= 0; i = text.indexOf('<', i + 1)) {
            if (text.regionMatches(true, i, end, 0, end.length())) {
                return i;
            }
        }
        return text.length();
    }

    /** Broken JSON is shown as far as the value that a user gave: that may be private. */
    private static String withoutInput(String text) {
        int input = text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[")
                ? text.indexOf("\"input\"")
                : -1;
        return input < 0 ? text : text.substring(0, input) + "…";
    }
}
